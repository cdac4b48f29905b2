#pragma once

#include "cli/context.h"
#include "cli/run_log.h"
#include "core/reading.h"

#include <string>
#include <vector>

namespace sa {

// The journalctl command for the output of the unit `reading.units` names, its only one: of all its
// runs with systemd's own messages, or of the run.
std::vector<std::string> output_of_unit(const Reading& reading);
std::vector<std::string> output_of_run(const Reading& reading, const RunLog& log, const Run& run,
                                       const OutputOfProgram& output_of);

}  // namespace sa
