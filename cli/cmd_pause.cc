#include "cli/cmd_pause.h"

#include "cli/ask.h"
#include "cli/asked_units.h"
#include "cli/exit_code.h"
#include "cli/paused_timers.h"

#include <algorithm>
#include <set>

namespace sa {
namespace {

bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::ranges::find(words, word) != words.end();
}

bool is_of_group(const PauseOptions& options, const UnitStatus& unit) {
  const bool has_tag = std::ranges::any_of(
      unit.tags, [&](const std::string& tag) { return contains(options.tags, tag); });
  return (options.teams.empty() || contains(options.teams, unit.team)) &&
         (options.tags.empty() || has_tag);
}

bool has_group(const PauseOptions& options) {
  return options.all || !options.teams.empty() || !options.tags.empty();
}

// "backup.timer" is backup.service's also where the watcher does not know it any more.
bool is_timer_of(const UnitStatus& unit, const std::string& timer) {
  const std::string stem = unit.unit.substr(0, unit.unit.rfind('.'));
  return contains(unit.timers, timer) || timer == stem + ".timer";
}

std::vector<std::string> timers_of_group(const PauseOptions& options,
                                         const std::vector<UnitStatus>& known) {
  std::set<std::string> timers;
  for (const UnitStatus& unit : known)
    if (is_of_group(options, unit)) timers.insert(unit.timers.begin(), unit.timers.end());
  return {timers.begin(), timers.end()};
}

std::vector<std::string> paused_of_group(const PauseOptions& options,
                                         const std::vector<UnitStatus>& known) {
  std::vector<std::string> timers = paused_timers(options.paused);
  if (options.teams.empty() && options.tags.empty()) return timers;
  std::erase_if(timers, [&](const std::string& timer) {
    return std::ranges::none_of(known, [&](const UnitStatus& unit) {
      return is_of_group(options, unit) && is_timer_of(unit, timer);
    });
  });
  return timers;
}

struct Chosen {
  std::vector<std::string> units;
  std::vector<std::string> problems;
};

Chosen chosen_units(const PauseOptions& options, const std::vector<UnitStatus>& known) {
  Chosen chosen;
  if (has_group(options))
    chosen.units =
        options.resume ? paused_of_group(options, known) : timers_of_group(options, known);
  for (const std::string& argument : options.units) {
    AskedUnits asked = asked_units(argument, known);
    if (asked.units.empty()) chosen.problems.push_back(asked.problem);
    chosen.units.insert(chosen.units.end(), asked.units.begin(), asked.units.end());
  }
  return chosen;
}

}  // namespace

int cmd_pause(const PauseOptions& options, const Context& context) {
  const char* verb = options.resume ? "resume" : "pause";
  if (options.units.empty() && !has_group(options)) {
    say(context.err,
        std::string("expected a unit, --team, --tag or --all, see 'sa ") + verb + " --help'");
    return exit_usage;
  }
  Chosen chosen = chosen_units(options, known_or_none(context));
  for (const auto& problem : chosen.problems) say(context.err, problem);
  if (!chosen.problems.empty()) return exit_unwell;
  if (chosen.units.empty()) {
    say(context.err, options.resume ? "no timer of these is paused" : "these have no timer");
    return exit_unwell;
  }
  Ask ask;
  ask.verb = verb;
  ask.units = std::move(chosen.units);
  ask.until = options.until;
  ask.reason = options.reason;
  ask.interactive = context.screen.terminal;
  return context.become(command_of(ask));
}

}  // namespace sa
