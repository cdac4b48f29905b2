#include "cli/chosen_units.h"

#include <algorithm>
#include <utility>

namespace sa {
namespace {

// nullopt: some argument is not the full name of a unit.
std::optional<std::vector<UnitRecord>> by_full_name(const RunLog& log,
                                                    const std::vector<std::string>& arguments) {
  std::vector<UnitRecord> records;
  for (const std::string& argument : arguments) {
    auto record = log.unit(argument);
    if (!record) record = log.unit(argument + ".service");
    if (!record) record = log.unit(argument + ".upstart");
    if (!record) return std::nullopt;
    records.push_back(std::move(*record));
  }
  std::ranges::sort(records, {}, &UnitRecord::unit);
  const auto same = [](const UnitRecord& a, const UnitRecord& b) { return a.unit == b.unit; };
  records.erase(std::unique(records.begin(), records.end(), same), records.end());
  return records;
}

ChosenUnits by_name(const RunLog& log, const std::vector<std::string>& arguments) {
  if (arguments.empty()) return {log.units(), {}};
  if (auto records = by_full_name(log, arguments)) return {std::move(*records), {}};
  std::vector<UnitRecord> all = log.units();
  UnitChoice choice = choice_of(arguments, known_units(all));
  ChosenUnits chosen{{}, std::move(choice.problems)};
  for (const std::size_t i : choice.chosen) chosen.records.push_back(std::move(all[i]));
  return chosen;
}

// Nobody asks for an empty group on purpose.
void demand_group(const UnitWish& wish, bool is_empty, std::vector<std::string>& problems) {
  if (wish.has_group() && is_empty && problems.empty())
    problems.emplace_back("no unit has that team or tag; 'sa status --json' shows each unit's");
}

}  // namespace

ChosenUnits chosen_units(const RunLog& log, const UnitWish& wish) {
  ChosenUnits chosen = by_name(log, wish.units);
  std::erase_if(chosen.records, [&](const UnitRecord& record) {
    return !has_team_and_tag(record, wish.teams, wish.tags);
  });
  demand_group(wish, chosen.records.empty(), chosen.problems);
  return chosen;
}

UnitChoice chosen_of(const std::vector<UnitStatus>& published, const UnitWish& wish) {
  UnitChoice choice = choice_of(wish.units, known_units(published));
  std::erase_if(choice.chosen, [&](std::size_t i) {
    return !has_team_and_tag(published[i], wish.teams, wish.tags);
  });
  demand_group(wish, choice.chosen.empty(), choice.problems);
  return choice;
}

}  // namespace sa
