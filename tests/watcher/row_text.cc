#include "tests/watcher/row_text.h"

#include <vector>

namespace sa::test {
namespace {

std::string verdict_text(const Verdict& verdict) {
  std::string text(to_string(verdict.health));
  if (!verdict.reason.empty()) text += " (" + verdict.reason + ")";
  return text;
}

std::string words_text(const char* name, const std::vector<std::string>& words) {
  if (words.empty()) return "";
  std::string text = name;
  for (const auto& word : words) text += " " + word;
  return text;
}

std::string line(const std::vector<std::string>& parts, const char* between) {
  std::string text;
  for (const auto& part : parts)
    if (!part.empty()) text += (text.empty() ? "" : between) + part;
  return text.empty() ? "" : text + "\n";
}

std::string named(const char* name, const std::optional<Instant>& instant, const Frame& frame) {
  return instant ? name + text_of(*instant, frame) : "";
}

std::string named(const char* name, const std::optional<Duration>& span) {
  return span ? name + std::to_string(span->count() / 1000) + "ms" : "";
}

std::string outlook_text(const Outlook& outlook, const Frame& frame) {
  std::string text;
  for (const auto& change : outlook.changes) {
    text += text_of(change.at, frame) + " " + verdict_text(change.verdict);
    if (change.verdict.since != change.at) text += " since another instant";
    text += "\n";
  }
  return text;
}

std::string last_text(const UnitStatus& row, const Frame& frame) {
  std::string last;
  if (row.last_run)
    last = "last #" + std::to_string(row.last_run->identity.bytes.back()) + " " +
           std::string(to_string(row.last_run->state));
  const auto failures = row.consecutive_failures;
  return line({last, failures == 0 ? "" : std::to_string(failures) + " failures",
               named("success ", row.last_success, frame)},
              ", ");
}

}  // namespace

std::string row_text(const std::optional<UnitStatus>& row, const Frame& frame) {
  if (!row) return "no row\n";
  const Verdict& verdict = row->outlook.verdict;
  std::string text =
      row->unit + ": " + verdict_text(verdict) + named(" since ", verdict.since, frame) + "\n";
  text += line({row->job.empty() ? "" : "job '" + row->job + "'",
                row->team.empty() ? "" : "team '" + row->team + "'", words_text("tags", row->tags)},
               " ");
  text += line({words_text("timers", row->timers)}, "");
  text += line({words_text("schedule", row->schedule)}, "");
  text += outlook_text(row->outlook, frame);
  text += line({named("due ", row->next_due, frame), named("expected by ", row->expected_by, frame),
                named("grace ", row->grace), named("deadline ", row->deadline)},
               ", ");
  return text + last_text(*row, frame);
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

}  // namespace sa::test
