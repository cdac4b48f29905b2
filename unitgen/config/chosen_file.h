#pragma once

#include "unitgen/config/configuration.h"

#include <string>
#include <string_view>

namespace sa {

// Where a file that a person named lies in the configuration, as the listing has it; empty: it is
// not in it.
std::string path_in(const std::string& config, const std::string& file);

// Reads a job file that a person named: as what it is in the configuration, else as any file of
// `team` (empty: root's own).
JobReader::Read read_job_file(Configuration& configuration, const std::string& config,
                              const std::string& file, std::string_view team);

}  // namespace sa
