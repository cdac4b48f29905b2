#include "check/answer.h"

#include "check/judgement.h"
#include "check/performance.h"
#include "check/plugin_text.h"
#include "check/selection.h"
#include "core/local_time.h"
#include "core/time_span.h"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

namespace sa {
namespace {

constexpr std::size_t longest_first_line = 1000;
constexpr std::size_t longest_phrase = 200;  // of a unit in the first line
constexpr std::size_t longest_line = 400;
constexpr std::string_view told_by = "see 'systemctl status sa-watcher'";

// What is told of a unit, or of a --unit that stands for none.
struct Row {
  NagiosState state;
  Health health;
  std::string phrase;   // "garbo overdue by 42min (due 02:00, grace 15min)"
  std::string details;  // " (sa-garbo.service, team lp)"; for -vv
};

std::string details_of(const UnitStatus& unit, Instant now) {
  std::string text = " (" + one_line(unit.unit);
  if (!unit.team.empty()) text += ", team " + one_line(unit.team);
  if (const auto since = verdict_at(unit.outlook, now).since)
    text += ", since " + local_second(*since);
  if (unit.last_success) text += ", last success " + local_second(*unit.last_success);
  if (unit.next_due) text += ", next due " + local_second(*unit.next_due);
  return text + ")";
}

// Of all that is told, the worst first.
std::vector<Row> rows_of(const Selection& selection, const std::vector<Judgement>& judged,
                         const CheckOptions& options, Instant now) {
  std::vector<Row> rows;
  for (const std::string& problem : selection.problems)
    rows.push_back({NagiosState::unknown, Health::broken, one_line(problem), ""});
  for (std::size_t i = 0; i < judged.size(); ++i)
    if (judged[i].state != NagiosState::ok || options.verbosity > 0)
      rows.push_back({judged[i].state, judged[i].health,
                      one_line(selection.names[i]) + " " + judged[i].words,
                      options.verbosity > 1 ? details_of(*selection.units[i], now) : ""});
  std::ranges::stable_sort(rows, [](const Row& a, const Row& b) {
    return a.state == b.state ? a.health < b.health : is_worse(a.state, b.state);
  });
  return rows;
}

std::string units_in_words(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " unit" : " units");
}

// "27 ok, 3 waiting"
std::string summary_of(const std::vector<Judgement>& judged) {
  std::map<std::string_view, std::size_t> counted;
  for (const Judgement& one : judged) ++counted[one.summary];
  std::vector<std::pair<std::string_view, std::size_t>> counts(counted.begin(), counted.end());
  std::ranges::stable_sort(counts, std::ranges::greater(), [](const auto& c) { return c.second; });
  std::string text;
  for (const auto& [summary, count] : counts)
    text.append(text.empty() ? "" : ", ").append(std::to_string(count) + " ").append(summary);
  return text;
}

NagiosState worst_of(const std::vector<Row>& rows) {
  return rows.empty() ? NagiosState::ok : rows.front().state;
}

std::string first_line(const std::vector<Row>& rows, std::size_t count,
                       const std::vector<Judgement>& judged) {
  const std::string start = "SA_UNITS " + std::string(to_string(worst_of(rows))) + " - ";
  std::vector<std::string> unwell;
  for (const Row& row : rows)
    if (row.state != NagiosState::ok) unwell.push_back(cut_to_bytes(row.phrase, longest_phrase));
  if (unwell.empty()) return start + units_in_words(count) + ": " + summary_of(judged);
  const std::string head =
      start + std::to_string(unwell.size()) + " of " + units_in_words(count) + ": ";
  return head + fitting(unwell, "; ", longest_first_line - head.size());
}

// "[CRITICAL] garbo overdue by 42min (due 02:00, grace 15min)"
std::vector<std::string> lines_of(const std::vector<Row>& rows) {
  std::vector<std::string> lines;
  for (const Row& row : rows)
    lines.push_back(cut_to_bytes(
        "[" + std::string(to_string(row.state)) + "] " + row.phrase + row.details, longest_line));
  return lines;
}

std::string origin(const PublishedStatus& published, Instant now, std::string_view file) {
  return "read from " + cut_to_bytes(one_line(file), longest_phrase) + ": host " +
         one_line(published.status.host) + ", last heard " + relative(published.heartbeat, now);
}

std::string no_unit(const Selection& selection, const PublishedStatus& published) {
  if (published.status.units.empty())
    return "no unit matched: no timer of this host starts a service yet";
  if (selection.problems.empty()) return "no unit matched";
  return fitting(selection.problems, "; ", longest_first_line);
}

Answer silence(const PublishedStatus& published, const CheckOptions& options, Instant now) {
  return trouble("the watcher has been silent for " + time_span(now - published.heartbeat) +
                     " (since " + local_second(published.heartbeat) +
                     "), so nothing is judged: " + std::string(told_by),
                 state_of(Health::stale, options));
}

}  // namespace

Answer answer_of(const PublishedStatus& published, const CheckOptions& options, Instant now,
                 std::string_view file) {
  if (is_silent(published.heartbeat, now)) return silence(published, options, now);
  const Selection selection = selection_of(options, published.status.units);
  if (selection.units.empty()) return trouble(no_unit(selection, published));
  std::vector<Judgement> judged;
  for (const UnitStatus* unit : selection.units)
    judged.push_back(judgement_of(*unit, options, now));
  const std::vector<Row> rows = rows_of(selection, judged, options, now);
  const std::size_t count = selection.units.size() + selection.problems.size();
  std::string text = first_line(rows, count, judged);
  std::string last = " | " + performance_data(selection, judged, options, now) + "\n";
  if (options.verbosity > 2) last = "\n" + origin(published, now, file) + last;
  if (!rows.empty())
    text += "\n" + fitting(lines_of(rows), "\n", longest_answer - text.size() - last.size());
  return {worst_of(rows), text + last};
}

Answer trouble(std::string_view why, NagiosState state) {
  return {state, "SA_UNITS " + std::string(to_string(state)) + " - " +
                     cut_to_bytes(one_line(why), longest_first_line) + "\n"};
}

}  // namespace sa
