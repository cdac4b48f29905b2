#include "cli/asked_units.h"

#include "core/error.h"
#include "core/unit_choice.h"
#include "core/upstart_unit.h"

namespace sa {
namespace {

constexpr const char* globbing = "*?[";

bool is_full_name(const std::string& argument) {
  return argument.find_first_of(globbing) == argument.npos &&
         (argument.ends_with(".timer") || argument.ends_with(".service") || is_upstart(argument));
}

}  // namespace

std::vector<UnitStatus> known_or_none(const Context& context) {
  try {
    return published_status(context.places, context.err).units;
  } catch (const Error& error) {
    say(context.err, error.what());
    return {};
  }
}

AskedUnits asked_units(const std::string& argument, const std::vector<UnitStatus>& known) {
  if (is_full_name(argument) && argument.ends_with(".timer")) return {{argument}, {}};
  const UnitChoice choice = choice_of({argument}, known_units(known));
  AskedUnits asked;
  for (const std::size_t i : choice.chosen) asked.units.push_back(known[i].unit);
  if (!asked.units.empty()) return asked;
  if (is_full_name(argument)) return {{argument}, {}};
  return {{}, choice.problems.front()};
}

std::string not_of_systemd(const std::string& verb, const std::vector<std::string>& units) {
  for (const std::string& unit : units) {
    if (is_upstart_timer(unit))
      return "'" + unit + "' is cron's line of an Upstart job: 'sa " + verb +
             "' holds timers of systemd only; 'disabled: true' in the job file takes the line away";
    if (is_upstart(unit))
      return "'" + unit + "' is a job of Upstart: 'sa " + verb +
             "' works with systemd only, try 'initctl'";
  }
  return {};
}

}  // namespace sa
