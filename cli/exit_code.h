#pragma once

namespace sa {

// What `sa` ends with; an interface that scripts rely on.
enum ExitCode : int {
  exit_done = 0,
  exit_unwell = 1,   // asked for something that is not well, or not found
  exit_usage = 2,    // the command line is wrong
  exit_no_look = 3,  // could not look: store, status file, output
};

}  // namespace sa
