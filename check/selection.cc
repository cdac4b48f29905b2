#include "check/selection.h"

#include "core/unit_choice.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace sa {
namespace {

std::vector<std::string> names_of(const std::vector<const UnitStatus*>& units) {
  std::map<std::string_view, int> bearers;
  for (const UnitStatus* unit : units) ++bearers[unit->job];
  std::vector<std::string> names;
  names.reserve(units.size());
  for (const UnitStatus* unit : units) {
    const bool by_job = !unit->job.empty() && bearers[unit->job] == 1;
    names.emplace_back(by_job ? unit->job : short_name(unit->unit));
  }
  return names;
}

}  // namespace

Selection selection_of(const CheckOptions& options, const std::vector<UnitStatus>& all) {
  const std::vector<KnownUnit> known = known_units(all);
  UnitChoice choice = choice_of(options.units, known);
  std::vector<std::size_t> excluded;
  if (!options.excluded.empty()) excluded = choice_of(options.excluded, known).chosen;
  Selection selection;
  selection.problems = std::move(choice.problems);
  for (const std::size_t i : choice.chosen)
    if (!std::ranges::binary_search(excluded, i) &&
        has_team_and_tag(all[i], options.teams, options.tags))
      selection.units.push_back(&all[i]);
  selection.names = names_of(selection.units);
  return selection;
}

}  // namespace sa
