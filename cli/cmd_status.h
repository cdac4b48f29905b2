#pragma once

#include "cli/context.h"
#include "core/health.h"

#include <string>
#include <vector>

namespace sa {

struct StatusOptions {
  std::vector<std::string> units;  // empty: all
  std::vector<std::string> teams;  // empty: any
  std::vector<std::string> tags;   // empty: any
  std::vector<Health> health;      // empty: any
  bool all = false;                // with retired units
  bool json = false;
};

// One row a unit, the worst first. Returns exit_unwell when a shown unit is not well or an asked
// one is not known.
int cmd_status(const StatusOptions& options, const Context& context);

}  // namespace sa
