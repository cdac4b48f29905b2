#include "cli/control_verbs.h"

#include "cli/verb_options.h"
#include "core/time_span.h"
#include "core/when.h"

#include <CLI/CLI.hpp>

namespace sa {
namespace {

// Of the future: a span such as "2h" is from now on.
std::optional<Instant> parse_end(const std::string& text, Instant now) {
  const auto end = parse_when(text, now);
  if (!end || *end > now) return end;
  if (const auto span = parse_time_span(text); span && *span > Duration::zero()) return now + *span;
  return std::nullopt;
}

void add_until(CLI::App& verb, PauseOptions& options, const Instant& now) {
  const auto read = [&options, &now](const std::vector<std::string>& texts) {
    options.until = parse_end(texts.back(), now);
    if (options.until) return true;
    throw CLI::ValidationError("--until",
                               "expected a time to come such as '2h', 'tomorrow' or '2026-11-22 "
                               "10:00', got '" +
                                   texts.back() + "'");
  };
  verb.add_option("--until", read, "when it ends by itself")->type_name("TIME")->take_last();
}

void add_choice(CLI::App& verb, PauseOptions& options, const char* help_of_all) {
  add_units(verb, options.units, Need::optional, "units, timers, job names or globs");
  add_group(verb, options, "the units");
  verb.add_flag("--all,-a", options.all, help_of_all);
}

void add_unit(CLI::App& verb, RunOptions& options) {
  verb.add_option("UNIT", options.unit, "unit or job name")->required()->type_name("");
}

}  // namespace

Action add_pause(CLI::App& verb, Options& all) {
  PauseOptions& options = all.pause;
  add_choice(verb, options, "every timer of this host");
  add_until(verb, options, all.now);
  verb.add_option("--reason", options.reason, "why")->type_name("TEXT");
  return [&](const Context& context) { return cmd_pause(options, context); };
}

Action add_resume(CLI::App& verb, Options& all) {
  PauseOptions& options = all.resume;
  options.resume = true;
  add_choice(verb, options, "every timer that is paused");
  return [&](const Context& context) { return cmd_pause(options, context); };
}

Action add_run(CLI::App& verb, Options& all) {
  RunOptions& options = all.run;
  add_unit(verb, options);
  verb.add_flag("-w,--wait", options.wait, "until it has ended, and end as it did");
  return [&](const Context& context) { return cmd_run(options, context); };
}

Action add_cancel(CLI::App& verb, Options& all) {
  RunOptions& options = all.cancel;
  options.cancel = true;
  add_unit(verb, options);
  return [&](const Context& context) { return cmd_run(options, context); };
}

Action add_retire(CLI::App& verb, Options& all) {
  RetireOptions& options = all.retire;
  add_units(verb, options.units, Need::required);
  verb.add_option("--reason", options.reason, "why")->type_name("TEXT");
  verb.add_flag("--stop", options.stop, "stop and disable their timers, too");
  return [&](const Context& context) { return cmd_retire(options, context); };
}

Action add_unretire(CLI::App& verb, Options& all) {
  RetireOptions& options = all.unretire;
  options.unretire = true;
  add_units(verb, options.units, Need::required);
  return [&](const Context& context) { return cmd_retire(options, context); };
}

}  // namespace sa
