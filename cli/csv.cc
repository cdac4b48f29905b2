#include "cli/csv.h"

#include "cli/run_words.h"
#include "core/utf8.h"

#include <string>

namespace sa {
namespace {

std::string csv_text(std::string_view raw) {
  const std::string text = repaired_utf8(raw);
  if (text.find_first_of("\",\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

std::string csv_instant(std::optional<Instant> instant) {
  return instant ? rfc3339(*instant) : "";
}

std::string csv_seconds(std::optional<Duration> span) {
  if (!span) return "";
  const auto usec = std::chrono::abs(*span).count();
  std::string fraction = std::to_string(1'000'000 + usec % 1'000'000);
  fraction[0] = '.';
  return (span->count() < 0 ? "-" : "") + std::to_string(usec / 1'000'000) + fraction;
}

template <typename Number>
std::string csv_number(std::optional<Number> number) {
  return number ? std::to_string(*number) : "";
}

void put_cells(Output& out, std::initializer_list<std::string> cells) {
  std::string line;
  for (const std::string& cell : cells) line.append(cell).append(",");
  line.back() = '\n';
  out.put(line);
}

}  // namespace

void put_csv_titles(Output& out) {
  out.put(
      "unit,job,team,invocation,attempt,trigger_type,trigger_unit,trigger_time,trigger_inferred,"
      "due,state,began,ended,duration,result,exit_status,exit_signal,pid,reason,cpu_seconds,host,"
      "boot,recorded_by\n");
}

void put_csv(Output& out, const Run& run, const Owner& owner) {
  put_cells(out, {csv_text(run.unit),
                  csv_text(owner.job),
                  csv_text(owner.team),
                  run.has_invocation ? to_string(run.identity) : "",
                  std::to_string(run.attempt),
                  std::string(to_string(run.trigger.type)),
                  csv_text(run.trigger.unit),
                  csv_instant(run.trigger.time),
                  run.trigger.inferred ? "true" : "false",
                  csv_instant(run.due),
                  std::string(to_string(run.state)),
                  csv_instant(run.began),
                  csv_instant(run.ended),
                  csv_seconds(duration_of(run)),
                  run.result ? std::string(to_string(*run.result)) : "",
                  csv_number(run.exit_status),
                  run.exit_signal ? signal_name(*run.exit_signal) : "",
                  csv_number(run.pid),
                  csv_text(run.reason),
                  csv_seconds(run.cpu),
                  csv_text(run.host),
                  run.boot == Id128{} ? "" : to_string(run.boot),
                  std::string(to_string(run.recorded_by))});
}

}  // namespace sa
