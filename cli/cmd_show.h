#pragma once

#include "cli/context.h"

#include <string>
#include <vector>

namespace sa {

struct ShowOptions {
  std::vector<std::string> targets;  // units, or invocations by their first hex digits
  bool json = false;
};

// Everything known of units (one Unit a line as JSON) or of single runs (one Run a line). Returns
// exit_unwell when something asked for is not known or is several things.
int cmd_show(const ShowOptions& options, const Context& context);

}  // namespace sa
