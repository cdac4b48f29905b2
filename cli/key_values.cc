#include "cli/key_values.h"

#include "cli/colours.h"
#include "cli/run_words.h"
#include "cli/terminal_text.h"
#include "core/local_time.h"
#include "core/time_span.h"

#include <algorithm>
#include <utility>

namespace sa {
namespace {

std::string full_time(std::optional<Instant> instant, Instant now) {
  if (!instant) return "";
  return local_full(*instant) + " (" + relative(*instant, now) + ")";
}

std::string listed(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text.append(text.empty() ? "" : ", ").append(value);
  return text;
}

std::string span_or_empty(std::optional<Duration> span) {
  return span ? time_span(*span) : "";
}

std::string trigger_sentence(const Trigger& trigger) {
  std::string text(to_string(trigger.type));
  if (!trigger.unit.empty()) text += " " + trigger.unit;
  if (!trigger.by.empty()) text += ", by " + trigger.by;
  if (trigger.time) text += " at " + local_full(*trigger.time);
  if (trigger.inferred) text += ", inferred from the schedule";
  return text;
}

template <typename Number>
std::string number(std::optional<Number> value) {
  return value ? std::to_string(*value) : "";
}

std::vector<KeyValue> without_empty(std::vector<KeyValue> facts) {
  std::erase_if(facts, [](const KeyValue& fact) { return fact.value.empty(); });
  return facts;
}

}  // namespace

std::vector<KeyValue> facts_of(const Run& run, Instant now) {
  return without_empty({
      {"invocation", run.has_invocation ? to_string(run.identity) : "none, it never began"},
      {"state", std::string(to_string(run.state)), colour_of(run.state)},
      {"reason", in_local_zone(run.reason)},
      {"trigger", trigger_sentence(run.trigger)},
      {"attempt", std::to_string(run.attempt)},
      {"due", full_time(run.due, now)},
      {"began", full_time(run.began, now)},
      {"ended", full_time(run.ended, now)},
      {"asked for", run.began ? "" : full_time(run.at, now)},
      {run.ended ? "duration" : "so far", duration_words(run, now)},
      {"result", run.result ? std::string(to_string(*run.result)) : ""},
      {"exit status", number(run.exit_status)},
      {"exit signal", run.exit_signal ? signal_name(*run.exit_signal) : ""},
      {"pid", number(run.pid)},
      {"cpu time", span_or_empty(run.cpu)},
      {"host", run.host},
      {"boot", run.boot == Id128{} ? "" : to_string(run.boot)},
      {"recorded by", std::string(to_string(run.recorded_by))},
  });
}

std::vector<KeyValue> facts_of(const UnitStatus& unit, const Verdict& verdict, Instant now) {
  const std::uint32_t failures = unit.consecutive_failures;
  return without_empty({
      {"unit", unit.unit},
      {"job", unit.job},
      {"team", unit.team},
      {"tags", listed(unit.tags)},
      {"timers", listed(unit.timers)},
      {"schedule", listed(unit.schedule)},
      {"health", std::string(to_string(verdict.health)), colour_of(verdict.health)},
      {"why", in_local_zone(verdict.reason)},
      {"since", full_time(verdict.since, now)},
      {"next due", full_time(unit.next_due, now)},
      {"expected by", full_time(unit.expected_by, now)},
      {"grace", span_or_empty(unit.grace)},
      {"deadline", span_or_empty(unit.deadline)},
      {"last success", full_time(unit.last_success, now)},
      {"failures in a row", failures > 0 ? std::to_string(failures) : ""},
      {"last run", unit.last_run ? "" : "none"},
  });
}

std::vector<KeyValue> facts_of(const std::vector<Change>& changes) {
  std::vector<KeyValue> facts;
  for (auto change = changes.rbegin(); change != changes.rend(); ++change)
    facts.push_back({local_second(change->at), in_local_zone(in_words(*change))});
  return facts;
}

void print(const std::vector<KeyValue>& facts, const Screen& screen, Output& out) {
  constexpr std::size_t indent = 17;  // of "failures in a row", the longest key
  for (const KeyValue& fact : facts) {
    std::string line(indent - std::min(indent, fact.key.size()), ' ');
    line.append(fact.key).append(": ");
    line += coloured(printable(fact.value), fact.colour, screen);
    out.put(line.append("\n"));
  }
}

}  // namespace sa
