#include "core/unit_choice.h"

#include "core/suggestion.h"
#include "core/upstart_unit.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <set>

#include <fnmatch.h>

namespace sa {
namespace {

using Matches = std::function<bool(const KnownUnit&)>;

bool glob_matches(const std::string& glob, std::string_view name) {
  return !name.empty() && fnmatch(glob.c_str(), std::string(name).c_str(), 0) == 0;
}

// From the surest reading of the argument to the widest.
std::vector<Matches> readings(const std::string& argument) {
  std::vector<Matches> all = {
      [&](const KnownUnit& k) { return k.unit == argument; },
      [&](const KnownUnit& k) { return k.unit == argument + ".service"; },
      [&](const KnownUnit& k) { return is_upstart(k.unit) && upstart_name(k.unit) == argument; },
      [&](const KnownUnit& k) { return !k.job.empty() && k.job == argument; },
      [&](const KnownUnit& k) { return k.unit == "sa-" + argument + ".service"; },
      [&](const KnownUnit& k) {
        return is_upstart(k.unit) && upstart_name(k.unit) == "sa-" + argument;
      },
      [&](const KnownUnit& k) { return std::ranges::find(k.timers, argument) != k.timers.end(); },
  };
  if (argument.find_first_of("*?[") != std::string::npos)
    all.emplace_back([&](const KnownUnit& k) {
      return glob_matches(argument, k.unit) || glob_matches(argument, short_name(k.unit)) ||
             glob_matches(argument, k.job);
    });
  return all;
}

std::vector<std::size_t> matches_of(const std::string& argument,
                                    const std::vector<KnownUnit>& known) {
  std::vector<std::size_t> found;
  for (const Matches& matches : readings(argument)) {
    for (std::size_t i = 0; i < known.size(); ++i)
      if (matches(known[i])) found.push_back(i);
    if (!found.empty()) break;
  }
  return found;
}

std::string problem_of(const std::string& argument, const std::vector<KnownUnit>& known) {
  std::vector<std::string> names;
  for (const KnownUnit& k : known) {
    names.emplace_back(short_name(k.unit));
    if (!k.job.empty()) names.emplace_back(k.job);
  }
  const std::string near = did_you_mean(argument, names);
  return "no unit '" + argument + "' is known" + (near.empty() ? ", see 'sa status --all'" : near);
}

template <typename Unit>
KnownUnit names_of(const Unit& unit) {
  return {unit.unit, unit.job, {}};
}

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

template <typename Unit>
bool is_of_group(const Unit& unit, const std::vector<std::string>& teams,
                 const std::vector<std::string>& tags) {
  if (!teams.empty() && !holds(teams, unit.team)) return false;
  return tags.empty() ||
         std::ranges::any_of(unit.tags, [&](const std::string& tag) { return holds(tags, tag); });
}

}  // namespace

std::string_view short_name(std::string_view unit) {
  if (is_upstart(unit)) return unit.substr(0, unit.size() - upstart_suffix.size());
  constexpr std::string_view suffix = ".service";
  return unit.ends_with(suffix) ? unit.substr(0, unit.size() - suffix.size()) : unit;
}

bool has_team_and_tag(const UnitStatus& unit, const std::vector<std::string>& teams,
                      const std::vector<std::string>& tags) {
  return is_of_group(unit, teams, tags);
}

bool has_team_and_tag(const UnitRecord& unit, const std::vector<std::string>& teams,
                      const std::vector<std::string>& tags) {
  return is_of_group(unit, teams, tags);
}

std::vector<KnownUnit> known_units(const std::vector<UnitRecord>& records) {
  std::vector<KnownUnit> known;
  for (const UnitRecord& record : records) {
    known.push_back(names_of(record));
    for (const TimerRecord& timer : record.timers) known.back().timers.emplace_back(timer.name);
  }
  return known;
}

std::vector<KnownUnit> known_units(const std::vector<UnitStatus>& statuses) {
  std::vector<KnownUnit> known;
  for (const UnitStatus& status : statuses) {
    known.push_back(names_of(status));
    for (const std::string& timer : status.timers) known.back().timers.emplace_back(timer);
  }
  return known;
}

UnitChoice choice_of(const std::vector<std::string>& arguments,
                     const std::vector<KnownUnit>& known) {
  UnitChoice choice;
  if (arguments.empty()) {
    choice.chosen.resize(known.size());
    std::iota(choice.chosen.begin(), choice.chosen.end(), 0U);
    return choice;
  }
  std::set<std::size_t> chosen;
  for (const std::string& argument : arguments) {
    const auto found = matches_of(argument, known);
    chosen.insert(found.begin(), found.end());
    if (found.empty()) choice.problems.push_back(problem_of(argument, known));
  }
  choice.chosen.assign(chosen.begin(), chosen.end());
  return choice;
}

}  // namespace sa
