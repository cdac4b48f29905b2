#pragma once

#include "unitgen/systemd/unit_dir.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// Job names whose units would be somebody else's: a unit of that name without our mark is in one of
// systemd's folders.
class TakenNames {
 public:
  // `own`: the folder that we write, which must outlive this; `others` are only looked at.
  // `units_of`: the names of a job's units.
  using UnitsOf = std::vector<std::string> (*)(std::string_view job);
  TakenNames(const UnitDir& own, const std::vector<std::string>& others, UnitsOf units_of);

  // "expected a name without a unit, got sa-garbo.timer in /usr/lib/systemd/system"; nullopt: it is
  // free or ours.
  std::optional<std::string> problem(std::string_view job) const;

 private:
  const UnitDir& own_;
  UnitsOf units_of_;
  std::map<std::string, std::string, std::less<>> elsewhere_;  // unit, its folder
};

}  // namespace sa
