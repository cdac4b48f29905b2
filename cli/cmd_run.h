#pragma once

#include "cli/context.h"

#include <string>

namespace sa {

struct RunOptions {
  bool cancel = false;  // end a run instead
  std::string unit;
  bool wait = false;  // until it has ended
};

// Becomes sa-ask, which has the service run, or its run ended. Returns exit_unwell where the name
// stands for nothing, or for several.
int cmd_run(const RunOptions& options, const Context& context);

}  // namespace sa
