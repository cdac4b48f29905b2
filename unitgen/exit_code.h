#pragma once

namespace sa {

// What `sa-unitgen` ends with; an interface that scripts rely on.
enum ExitCode : int {
  exit_done = 0,
  exit_problems = 1,   // files have problems, or what was asked for was not found
  exit_usage = 2,      // the command line is wrong
  exit_could_not = 3,  // disk full, bus gone, not root
};

}  // namespace sa
