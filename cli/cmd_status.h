#pragma once

#include "cli/context.h"
#include "cli/unit_wish.h"
#include "core/health.h"

#include <vector>

namespace sa {

struct StatusOptions : UnitWish {
  std::vector<Health> health;  // empty: any
  bool all = false;            // with retired units
  bool json = false;
};

// One row a unit, the worst first. Returns exit_unwell when a shown unit is not well or an asked
// one is not known.
int cmd_status(const StatusOptions& options, const Context& context);

}  // namespace sa
