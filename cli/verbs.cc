#include "cli/verbs.h"

#include "cli/control_verbs.h"
#include "cli/verb_options.h"
#include "core/time_span.h"
#include "core/when.h"

#include <limits>

#include <CLI/CLI.hpp>

namespace sa {
namespace {

// An option whose words a parser reads.
struct WordOption {
  std::string name;
  std::string word;  // what the help calls its value
  std::string help;
  std::string expected;  // completes "expected ..., got 'x'"
};

template <typename Parse, typename Store>
void add_words(CLI::App& verb, const WordOption& option, Parse parse, Store store) {
  const auto read = [option, parse, store](const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      const auto value = parse(text);
      if (!value)
        throw CLI::ValidationError(option.name.substr(0, option.name.find(',')),
                                   "expected " + option.expected + ", got '" + text + "'");
      store(*value);
    }
    return true;
  };
  verb.add_option(option.name, read, option.help)
      ->type_name(option.word)
      ->expected(1)
      ->delimiter(',')
      ->allow_extra_args(false)
      ->take_all();
}

void add_instant(CLI::App& verb, const std::string& name, const std::string& help,
                 std::optional<Instant>& value, const Instant& now) {
  const auto read = [name, &value, &now](const std::vector<std::string>& texts) {
    value = parse_when(texts.back(), now);
    if (value) return true;
    throw CLI::ValidationError(name,
                               "expected a time such as '2026-11-22 10:00', 'yesterday', "
                               "'-5min' or '@1795320696', got '" +
                                   texts.back() + "'");
  };
  verb.add_option(name, read, help)->type_name("TIME")->take_last();
}

// nullopt: neither a number nor "all", which is the largest one.
std::optional<std::uint64_t> parse_count(const std::string& text) {
  if (text == "all") return std::numeric_limits<std::uint64_t>::max();
  if (text.empty() || text.size() > 18 || text.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  return std::stoull(text);
}

Action add_status(CLI::App& verb, Options& all) {
  StatusOptions& options = all.status;
  add_units(verb, options.units, Need::optional);
  add_group(verb, options);
  add_words(
      verb,
      {"--health", "HEALTH", "only units of this health (failed, overdue, ok, ...)",
       "broken, failed, overdue, overrunning, late, suspect, running, ok, waiting, paused, retired "
       "or stale"},
      parse_health, [&](Health health) { options.health.push_back(health); });
  verb.add_flag_callback(
      "--failed", [&] { options.health.push_back(Health::failed); }, "the same as --health failed");
  verb.add_flag("--all,-a", options.all, "retired units, too");
  verb.add_flag("--json", options.json, "JSON Lines, one unit a line");
  return [&](const Context& context) { return cmd_status(options, context); };
}

Action add_history(CLI::App& verb, Options& all) {
  HistoryOptions& options = all.history;
  add_units(verb, options.units, Need::optional);
  add_group(verb, options);
  add_instant(verb, "--since", "runs from this time on", options.span.from, all.now);
  add_instant(verb, "--until", "runs before this time", options.span.to, all.now);
  add_words(verb,
            {"--state", "STATE", "only runs in this state (failed, running, ...)",
             "running, succeeded, failed, interrupted, skipped, refused or missed"},
            parse_state, [&](State state) { options.states.push_back(state); });
  verb.add_flag_callback(
      "--failed", [&] { options.states.push_back(State::failed); }, "the same as --state failed");
  add_words(verb, {"-n,--lines", "NUMBER", "this many runs, or 'all'", "a number or \'all\'"},
            parse_count, [&](std::uint64_t count) { options.limit = count; });
  CLI::Option* json = verb.add_flag("--json", options.json, "JSON Lines, one run a line");
  verb.add_flag("--csv", options.csv, "comma separated values")->excludes(json);
  return [&](const Context& context) { return cmd_history(options, context); };
}

Action add_show(CLI::App& verb, Options& all) {
  ShowOptions& options = all.show;
  verb.add_option("UNIT|INVOCATION", options.targets, "units, or invocations by their first digits")
      ->required()
      ->type_name("");
  verb.add_flag("--json", options.json, "JSON Lines, one unit or run a line");
  return [&](const Context& context) { return cmd_show(options, context); };
}

Action add_log(CLI::App& verb, Options& all) {
  LogOptions& options = all.log;
  verb.add_option("UNIT", options.unit, "unit or job name")->required()->type_name("");
  CLI::Option* invocation = verb.add_option("INVOCATION", options.invocation,
                                            "the first digits of an invocation (default: the last)")
                                ->type_name("");
  verb.add_flag("-f,--follow", options.follow, "go on with what is written from now on");
  verb.add_flag("-a,--all", options.all, "all runs, with systemd's own messages")
      ->excludes(invocation);
  verb.add_option("-o,--output", options.output, "journalctl's output format")->type_name("FORMAT");
  add_words(verb, {"-n,--lines", "NUMBER", "only the last so many lines", "a number or \'all\'"},
            parse_count, [&](std::uint64_t count) { options.lines = count; });
  return [&](const Context& context) {
    options.no_pager = all.global.no_pager;
    return cmd_log(options, context);
  };
}

// Its arguments never come here, see main.
Action add_unitgen(CLI::App&, Options&) {
  return [](const Context& context) { return context.become({"sa-unitgen"}); };
}

Action add_next(CLI::App& verb, Options& all) {
  NextOptions& options = all.next;
  add_units(verb, options.units, Need::optional);
  add_group(verb, options);
  add_words(verb,
            {"--within", "SPAN", "only what is due within this time", "a time span such as 1h"},
            parse_time_span, [&](Duration span) { options.within = span; });
  verb.add_flag("--json", options.json, "JSON Lines, one unit a line");
  return [&](const Context& context) { return cmd_next(options, context); };
}

Action add_slots(CLI::App& verb, Options& all) {
  SlotsOptions& options = all.slots;
  add_units(verb, options.units, Need::required);
  add_instant(verb, "--since", "due from this time on (default: a day ago)", options.span.from,
              all.now);
  add_instant(verb, "--until", "due before this time", options.span.to, all.now);
  add_words(verb,
            {"--verdict", "VERDICT", "only those with this verdict (missed, late, ...)",
             "on-time, late, absorbed, skipped, refused, missed or paused"},
            parse_slot_verdict, [&](SlotVerdict verdict) { options.verdicts.push_back(verdict); });
  verb.add_flag("--json", options.json, "JSON Lines, one due instant a line");
  return [&](const Context& context) { return cmd_slots(options, context); };
}

Action add_stats(CLI::App& verb, Options& all) {
  StatsOptions& options = all.stats;
  add_units(verb, options.units, Need::optional);
  add_group(verb, options);
  add_instant(verb, "--since", "runs from this time on (default: 30 days ago)", options.span.from,
              all.now);
  add_instant(verb, "--until", "runs before this time", options.span.to, all.now);
  verb.add_flag("--json", options.json, "JSON Lines, one unit a line");
  return [&](const Context& context) { return cmd_stats(options, context); };
}

Action add_explain(CLI::App& verb, Options& all) {
  ExplainOptions& options = all.explain;
  add_units(verb, options.units, Need::required);
  return [&](const Context& context) { return cmd_explain(options, context); };
}

Action add_doctor(CLI::App& verb, Options& all) {
  DoctorOptions& options = all.doctor;
  add_units(verb, options.units, Need::optional, "only these of the units");
  verb.add_flag("-v,--verbose", options.verbose, "what is well, too");
  verb.add_flag("--json", options.json, "JSON Lines, one finding a line");
  return [&](const Context& context) { return cmd_doctor(options, context); };
}

// A new verb is a row here, its struct in Options, its add_ function and its cmd_ file.
constexpr Verb verbs[] = {
    {"status", "how each unit is: health, last run, next due", add_status, true},
    {"history", "runs, newest first", add_history, true},
    {"show", "everything known of a unit or of one run", add_show, true},
    {"log", "the output of a run, from the journal", add_log, false},
    {"next", "what is due when, soonest first", add_next, true},
    {"slots", "due instants, and what became of each", add_slots, true},
    {"stats", "runs, failures and durations of each unit", add_stats, true},
    {"explain", "why a unit is as it is, and what mends it", add_explain, true},
    {"doctor", "what is wrong with the watcher and this host, and what mends it", add_doctor, true},
    {"run", "runs a unit now", add_run, false},
    {"cancel", "ends a run that goes on", add_cancel, false},
    {"retire", "says that units are not expected any more", add_retire, false},
    {"unretire", "says that units are expected again", add_unretire, false},
    {"pause", "holds timers, over reboots, too", add_pause, false},
    {"resume", "ends the pause of timers", add_resume, false},
    {"unitgen", "job files to timers: sa-unitgen with the words after it", add_unitgen, false},
};

}  // namespace

std::span<const Verb> all_verbs() {
  return verbs;
}

}  // namespace sa
