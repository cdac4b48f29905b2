#pragma once

#include "cli/output.h"

#include <functional>
#include <string>
#include <vector>

namespace sa {

// What the main() of sa, sa-ask and sa-read have in common: standard streams that are there, no
// SIGPIPE, and every breakdown as one line and exit_no_look. `run` returns the exit code.
int guarded_program(const std::function<int(Output& out, Output& err)>& run);

// Becomes another program, found in PATH, to which SIGPIPE means what it does to others. Throws
// Error where that fails.
[[noreturn]] int become_program(const std::vector<std::string>& command);

}  // namespace sa
