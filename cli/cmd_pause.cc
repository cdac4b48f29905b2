#include "cli/cmd_pause.h"

#include "cli/ask.h"
#include "cli/asked_units.h"
#include "cli/chosen_units.h"
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
  return has_team_and_tag(unit, options.teams, options.tags);
}

bool names_many(const PauseOptions& options) {
  return options.all || options.has_group();
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
  if (!options.has_group()) return timers;
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

Chosen chosen_timers(const PauseOptions& options, const std::vector<UnitStatus>& known) {
  Chosen chosen;
  if (options.has_group() && !known.empty())
    chosen.problems = chosen_of(known, {{}, options.teams, options.tags}).problems;
  if (names_many(options))
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
  if (options.units.empty() && !names_many(options)) {
    say(context.err,
        std::string("expected a unit, --team, --tag or --all, see 'sa ") + verb + " --help'");
    return exit_usage;
  }
  Chosen chosen = chosen_timers(options, known_or_none(context));
  if (auto problem = not_of_systemd(verb, chosen.units); !problem.empty())
    chosen.problems.push_back(std::move(problem));
  say_all(context.err, chosen.problems);
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
