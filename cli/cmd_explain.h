#pragma once

#include "cli/context.h"

#include <string>
#include <vector>

namespace sa {

struct ExplainOptions {
  std::vector<std::string> units;
};

// Why each unit is as it is, from what evidence, and the commands that mend it. Where the log
// cannot be read, from the published verdict alone. Returns exit_unwell when an asked unit is not
// known.
int cmd_explain(const ExplainOptions& options, const Context& context);

}  // namespace sa
