#pragma once

#include "cli/context.h"
#include "cli/unit_wish.h"

#include <optional>

namespace sa {

struct NextOptions : UnitWish {
  std::optional<Duration> within;  // absent: however far
  bool json = false;
};

// What is due when, soonest first; what was due and has not run comes before it. Returns
// exit_unwell when an asked unit is not known.
int cmd_next(const NextOptions& options, const Context& context);

}  // namespace sa
