#include "cli/json.h"

#include "cli/json_fields.h"
#include "cli/run_words.h"

namespace sa {
namespace {

std::optional<Id128> invocation_of(const Run& run) {
  return run.has_invocation ? std::optional(run.identity) : std::nullopt;
}

std::string_view first_timer(const UnitStatus& unit) {
  return unit.timers.empty() ? std::string_view() : unit.timers.front();
}

std::string schedule_words(const UnitStatus& unit) {
  std::string text;
  for (const std::string& line : unit.schedule) text.append(text.empty() ? "" : "; ").append(line);
  return text;
}

void put_owned(JsonFields& json, std::string_view unit, const Owner& owner) {
  json.word("unit", unit);
  json.text("job", owner.job);
  json.text("team", owner.team);
}

void put_members(JsonFields& json, const Trigger& trigger) {
  json.word("type", to_string(trigger.type));
  json.text("unit", trigger.unit);
  json.instant("time", trigger.time);
  json.flag("inferred", trigger.inferred);
}

void put_members(JsonFields& json, const Run& run, const Owner& owner) {
  put_owned(json, run.unit, owner);
  json.id("invocation", invocation_of(run));
  json.count("attempt", run.attempt);
  json.key("trigger");
  json.object([&] { put_members(json, run.trigger); });
  json.instant("due", run.due);
  json.word("state", to_string(run.state));
  json.instant("began", run.began);
  json.instant("ended", run.ended);
  json.seconds("duration", duration_of(run));
  json.text("result", run.result ? to_string(*run.result) : std::string_view());
  json.number("exit_status", run.exit_status);
  json.text("exit_signal", run.exit_signal ? signal_name(*run.exit_signal) : std::string());
  json.number("pid", run.pid);
  json.text("reason", run.reason);
  json.seconds("cpu_seconds", run.cpu);
  json.text("host", run.host);
  json.id("boot", run.boot == Id128{} ? std::nullopt : std::optional(run.boot));
  json.word("recorded_by", to_string(run.recorded_by));
}

void put_members(JsonFields& json, const Change& change) {
  json.instant("at", change.at);
  json.word("verb", change.verb);
  json.word("unit", change.unit);
  json.text("by", change.by);
  json.instant("until", change.until);
  json.text("reason", change.reason);
}

void put_members(JsonFields& json, const PausedSpan& pause) {
  json.text("by", pause.by);
  json.instant("at", pause.at);
  json.instant("until", pause.until);
  json.text("reason", pause.reason);
}

void put_members(JsonFields& json, const Retirement& retired) {
  json.text("by", retired.by);
  json.instant("at", retired.at);
  json.text("reason", retired.reason);
}

template <typename Value>
void put_object(JsonFields& json, std::string_view name, const std::optional<Value>& value) {
  json.key(name);
  value ? json.object([&] { put_members(json, *value); }) : json.null();
}

void put_members(JsonFields& json, const UnitStatus& unit, const Verdict& verdict) {
  const Owner owner{unit.job, unit.team};
  put_owned(json, unit.unit, owner);
  json.list("tags", unit.tags);
  json.text("timer", first_timer(unit));
  json.list("timers", unit.timers);
  json.text("schedule", schedule_words(unit));
  json.word("health", to_string(verdict.health));
  json.text("reason", verdict.reason);
  json.instant("since", verdict.since);
  json.key("last_run");
  unit.last_run ? json.object([&] { put_members(json, *unit.last_run, owner); }) : json.null();
  json.instant("last_success", unit.last_success);
  json.instant("next_due", unit.next_due);
  json.instant("expected_by", unit.expected_by);
  json.seconds("grace", unit.grace);
  json.seconds("deadline", unit.deadline);
  json.count("consecutive_failures", unit.consecutive_failures);
  put_object(json, "paused", unit.paused);
  put_object(json, "retired", unit.retired);
}

void put_due_members(JsonFields& json, const UnitStatus& unit, const Verdict& verdict) {
  put_owned(json, unit.unit, {unit.job, unit.team});
  json.text("timer", first_timer(unit));
  json.text("schedule", schedule_words(unit));
  json.instant("next_due", unit.next_due);
  json.instant("expected_by", unit.expected_by);
  json.word("health", to_string(verdict.health));
}

void put_members(JsonFields& json, std::string_view unit, const Owner& owner,
                 const UnitSlot& slot) {
  put_owned(json, unit, owner);
  json.instant("due", slot.due);
  json.word("verdict", to_string(slot.verdict));
  json.seconds("late", slot.run ? slot.run->late : std::nullopt);
  json.instant("began", slot.run ? slot.run->began : std::nullopt);
  json.id("invocation", slot.run ? invocation_of(*slot.run) : std::nullopt);
  json.text("reason", slot.reason);
}

void put_members(JsonFields& json, std::string_view unit, const Owner& owner,
                 const RunStats& stats) {
  const DurationSpread& durations = stats.durations();
  put_owned(json, unit, owner);
  json.instant("from", stats.from());
  json.instant("to", stats.to());
  json.count("runs", stats.runs());
  json.count("failures", stats.failures());
  json.share("success_rate", stats.success_rate());
  json.seconds("duration_min", durations.shortest());
  json.seconds("duration_median", durations.quantile(0.5));
  json.seconds("duration_p95", durations.quantile(0.95));
  json.seconds("duration_max", durations.longest());
  json.list("trend", stats.trend(), [&](const auto& part) { json.seconds(part); });
}

void put_members(JsonFields& json, const Remedy& remedy) {
  json.word("purpose", remedy.purpose);
  json.word("command", remedy.command);
}

void put_members(JsonFields& json, const Finding& finding) {
  json.word("check", finding.check);
  json.word("verdict", to_string(finding.verdict));
  json.text("subject", finding.subject);
  json.word("text", finding.text);
  json.list("evidence", finding.evidence);
  json.list("remedy", finding.remedies,
            [&](const Remedy& remedy) { json.object([&] { put_members(json, remedy); }); });
}

}  // namespace

JsonLines::JsonLines(Output& out) : json_(std::make_unique<JsonFields>(out)) {}
JsonLines::~JsonLines() = default;

void JsonLines::put(const Run& run, const Owner& owner) {
  json_->line([&] { put_members(*json_, run, owner); });
}

void JsonLines::put_whole(const Run& run, const Owner& owner) {
  json_->line([&] {
    put_members(*json_, run, owner);
    json_->instant("at", run.at);
    json_->seconds("late", run.late);
    if (!run.trigger.by.empty()) json_->text("started_by", run.trigger.by);
  });
}

void JsonLines::put(const UnitStatus& unit, const Verdict& verdict) {
  json_->line([&] { put_members(*json_, unit, verdict); });
}

void JsonLines::put(const UnitStatus& unit, const Verdict& verdict,
                    const std::vector<Change>* changes) {
  const auto put_change = [&](const Change& change) {
    json_->object([&] { put_members(*json_, change); });
  };
  json_->line([&] {
    put_members(*json_, unit, verdict);
    if (changes != nullptr) return json_->list("changes", *changes, put_change);
    json_->key("changes");
    json_->null();
  });
}

void JsonLines::put(const Change& change) {
  json_->line([&] { put_members(*json_, change); });
}

void JsonLines::put_due(const UnitStatus& unit, const Verdict& verdict) {
  json_->line([&] { put_due_members(*json_, unit, verdict); });
}

void JsonLines::put(const Finding& finding) {
  json_->line([&] { put_members(*json_, finding); });
}

void JsonLines::put(std::string_view unit, const Owner& owner, const UnitSlot& slot) {
  json_->line([&] { put_members(*json_, unit, owner, slot); });
}

void JsonLines::put(std::string_view unit, const Owner& owner, const RunStats& stats) {
  json_->line([&] { put_members(*json_, unit, owner, stats); });
}

}  // namespace sa
