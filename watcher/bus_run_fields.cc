#include "watcher/bus_run_fields.h"

#include <cstdint>
#include <optional>

namespace sa {
namespace {

using Fields = std::map<std::string, sdbus::Variant>;

void add(Fields& fields, const char* name, const std::string& text) {
  if (!text.empty()) fields.emplace(name, sdbus::Variant(text));
}

void add(Fields& fields, const char* name, std::optional<Duration> span) {
  if (span) fields.emplace(name, sdbus::Variant(static_cast<std::uint64_t>(span->count())));
}

void add(Fields& fields, const char* name, std::optional<Instant> instant) {
  if (instant) add(fields, name, std::optional(instant->time_since_epoch()));
}

template <typename Number>
void add_number(Fields& fields, const char* name, std::optional<Number> number) {
  if (number) fields.emplace(name, sdbus::Variant(*number));
}

void add_trigger(Fields& fields, const Trigger& trigger) {
  add(fields, "trigger", std::string(to_string(trigger.type)));
  add(fields, "trigger_unit", trigger.unit);
  add(fields, "trigger_time", trigger.time);
  fields.emplace("trigger_inferred", sdbus::Variant(trigger.inferred));
}

void add_ending(Fields& fields, const Run& run) {
  add(fields, "ended", run.ended);
  if (run.began && run.ended) add(fields, "duration", std::optional(*run.ended - *run.began));
  if (run.result) add(fields, "result", std::string(to_string(*run.result)));
  add_number(fields, "exit_status", run.exit_status);
  if (run.exit_signal) add(fields, "exit_signal", signal_name(*run.exit_signal));
  add(fields, "cpu", run.cpu);
}

}  // namespace

Fields fields_of(const Run& run, const std::string& job, const std::string& team) {
  Fields fields;
  add(fields, "unit", run.unit);
  add(fields, "job", job);
  add(fields, "team", team);
  if (run.has_invocation) add(fields, "invocation", to_string(run.identity));
  add_number(fields, "attempt", std::optional(run.attempt));
  add_trigger(fields, run.trigger);
  add(fields, "due", run.due);
  add(fields, "late", run.late);
  add(fields, "state", std::string(to_string(run.state)));
  add(fields, "began", run.began);
  add_ending(fields, run);
  add_number(fields, "pid", run.pid);
  add(fields, "reason", run.reason);
  add(fields, "host", run.host);
  if (run.boot != Id128{}) add(fields, "boot", to_string(run.boot));
  add(fields, "recorded_by", std::string(to_string(run.recorded_by)));
  return fields;
}

}  // namespace sa
