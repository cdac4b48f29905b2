#include "unitgen/config/taken_names.h"

namespace sa {

TakenNames::TakenNames(const UnitDir& own, const std::vector<std::string>& others, UnitsOf units_of)
    : own_(own), units_of_(units_of) {
  for (const std::string& folder : others) {
    const UnitDir found(folder);
    for (const std::string& unit : found.names()) elsewhere_.emplace(unit, folder);
  }
}

std::optional<std::string> TakenNames::problem(std::string_view job) const {
  for (const std::string& unit : units_of_(job)) {
    const bool is_foreign = own_.names().contains(unit) && !own_.job_file(unit);
    const auto found = elsewhere_.find(unit);
    if (!is_foreign && found == elsewhere_.end()) continue;
    return "expected a name without a unit that is not ours, got " + unit + " in " +
           (is_foreign ? own_.path() : found->second);
  }
  return std::nullopt;
}

}  // namespace sa
