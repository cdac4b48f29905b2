#pragma once

#include "core/notice.h"

#include <cstddef>
#include <string>
#include <vector>

namespace sa {

// The last lines that the run of a notice wrote to the journal, oldest first; none where it is
// about no run. Lines of which journald has lost the invocation (it does so of runs that end at
// once) are the run's where they come from no other run's stream and from its time. `directory`: of
// a journal; empty: the host's. Throws Error.
std::vector<std::string> run_output(const Notice& notice, std::size_t lines,
                                    const std::string& directory);

}  // namespace sa
