#include "cli/chosen_units.h"

#include "core/unit_choice.h"

#include <algorithm>
#include <utility>

namespace sa {
namespace {

// nullopt: some argument is not the full name of a unit.
std::optional<std::vector<UnitRecord>> by_full_name(const RunReader& store,
                                                    const std::vector<std::string>& arguments) {
  std::vector<UnitRecord> records;
  for (const std::string& argument : arguments) {
    auto record = store.unit(argument);
    if (!record) record = store.unit(argument + ".service");
    if (!record) return std::nullopt;
    records.push_back(std::move(*record));
  }
  std::ranges::sort(records, {}, &UnitRecord::unit);
  const auto same = [](const UnitRecord& a, const UnitRecord& b) { return a.unit == b.unit; };
  records.erase(std::unique(records.begin(), records.end(), same), records.end());
  return records;
}

}  // namespace

ChosenUnits chosen_units(const RunReader& store, const std::vector<std::string>& arguments) {
  if (arguments.empty()) return {store.units(), {}};
  if (auto records = by_full_name(store, arguments)) return {std::move(*records), {}};
  std::vector<UnitRecord> all = store.units();
  UnitChoice choice = choice_of(arguments, known_units(all));
  ChosenUnits chosen{{}, std::move(choice.problems)};
  for (const std::size_t i : choice.chosen) chosen.records.push_back(std::move(all[i]));
  return chosen;
}

}  // namespace sa
