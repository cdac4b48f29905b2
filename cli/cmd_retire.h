#pragma once

#include "cli/context.h"

#include <string>
#include <vector>

namespace sa {

struct RetireOptions {
  bool unretire = false;
  std::vector<std::string> units;  // units, job names or globs, at least one
  std::string reason;              // empty: none
  bool stop = false;               // its timers are stopped and disabled, too
};

// Says that units are not expected any more, or are again; becomes sa-ask. Nothing is asked where
// one of the units is not known.
int cmd_retire(const RetireOptions& options, const Context& context);

}  // namespace sa
