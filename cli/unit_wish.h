#pragma once

#include <string>
#include <vector>

namespace sa {

// Which units a verb is asked for.
struct UnitWish {
  std::vector<std::string> units;  // units, job names, timers or globs; empty: all
  std::vector<std::string> teams;  // any of them; empty: any
  std::vector<std::string> tags;   // any of them; empty: any

  bool has_group() const { return !teams.empty() || !tags.empty(); }
  bool is_all() const { return units.empty() && !has_group(); }
};

}  // namespace sa
