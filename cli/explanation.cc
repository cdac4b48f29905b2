#include "cli/explanation.h"

#include "cli/run_words.h"
#include "core/local_time.h"
#include "core/time_span.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>
#include <utility>

namespace sa {
namespace {

std::string at(Instant instant, Instant now) {
  return local_second(instant) + " (" + relative(instant, now) + ")";
}

std::string listed(const std::vector<std::string>& words, std::string_view between) {
  std::string text;
  for (const std::string& word : words) text.append(text.empty() ? "" : between).append(word);
  return text;
}

// A reason as the end of a sentence. Systemd's own words have a full stop already.
std::string last_words(const std::string& reason) {
  std::string words = in_local_zone(reason);
  return words.ends_with('.') ? words : words + ".";
}

std::string verdict_sentence(const Evidence& evidence, Instant now) {
  const Verdict& verdict = evidence.verdict;
  const bool failed = verdict.health == Health::failed;
  std::string text = evidence.unit.unit + (failed ? " has failed" : " is ");
  if (!failed) text += to_string(verdict.health);
  if (verdict.since) text += " since " + at(*verdict.since, now);
  if (verdict.reason.empty()) return text + ".";
  const bool is_phrase = verdict.reason.starts_with("by ") || verdict.reason.starts_with("until ");
  return text + (is_phrase ? " " : ": ") + last_words(verdict.reason);
}

std::string timer_sentence(const UnitStatus& unit) {
  if (unit.timers.empty()) return "No timer starts it.";
  const std::string verb = unit.timers.size() == 1 ? " starts it" : " start it";
  const std::string schedule = listed(unit.schedule, ", ");
  return listed(unit.timers, " and ") + verb + (schedule.empty() ? "" : ": " + schedule) + ".";
}

// What is between due and expected_by is the timer's own slack and the grace.
std::string due_sentence(const UnitStatus& unit, Instant now) {
  if (!unit.next_due || unit.retired) return "";
  const char* const is_due = *unit.next_due <= now ? "It was due " : "It is due next ";
  const std::string text = is_due + at(*unit.next_due, now);
  if (!unit.expected_by || !unit.grace) return text + ".";
  const Duration allowance = *unit.expected_by - *unit.next_due - *unit.grace;
  return text + (*unit.expected_by <= now ? " and had to begin by " : " and has to begin by ") +
         local_second(*unit.expected_by) + ": allowance of its timer " + time_span(allowance) +
         ", grace " + time_span(*unit.grace) + ".";
}

std::string deadline_sentence(const UnitStatus& unit) {
  if (!unit.deadline) return "";
  return "It has to succeed within " + time_span(*unit.deadline) + " of being due.";
}

std::string last_run_sentence(const UnitStatus& unit, Instant now) {
  if (!unit.last_run) return "It has never run, as far as is known.";
  const Run& run = *unit.last_run;
  const std::string trigger = " (" + trigger_words(run) + ")";
  const std::string end = run.reason.empty() ? "." : ": " + last_words(run.reason);
  if (!run.began)
    return "Its last start, " + at(run.at, now) + trigger + ", was " +
           std::string(to_string(run.state)) + end;
  const std::string began = "Its last run began " + at(*run.began, now) + trigger;
  const std::string took = duration_words(run, now);
  if (run.state == State::running) return began + " and goes on, for " + took + " so far.";
  std::string ended = outcome(run);
  if (ended == "success" || ended.empty()) ended = "";
  return began + (took.empty() ? "" : ", took " + took) + " and " +
         (run.state == State::interrupted ? "was interrupted" : std::string(to_string(run.state))) +
         (ended.empty() ? "" : ", " + ended) + end;
}

// Of systemd.exec(5), "Process exit codes": those that a first try meets.
constexpr std::pair<int, std::string_view> exits_of_systemd[] = {
    {200, "its directory cannot be entered"},
    {203, "its program cannot be executed: is it there, and may its user run it?"},
    {216, "its group is not known"},
    {217, "its user is not known"},
    {226, "its directories cannot be made ready for it"},
};

std::string exit_sentence(const UnitStatus& unit) {
  if (!unit.last_run || unit.last_run->result != Result::exit_code) return "";
  const auto* known = std::ranges::find(exits_of_systemd, unit.last_run->exit_status.value_or(0),
                                        &std::pair<int, std::string_view>::first);
  if (known == std::end(exits_of_systemd)) return "";
  std::string text = "Exit " + std::to_string(known->first) + " is systemd's word for: ";
  text += known->second;
  if (!text.ends_with('?')) text += '.';
  return text;
}

std::string success_sentence(const UnitStatus& unit, Instant now) {
  if (!unit.last_run || unit.last_run->state == State::succeeded) return "";
  if (!unit.last_success) return "It has never succeeded, as far as is known.";
  return "Its last success ended " + at(*unit.last_success, now) + ".";
}

// "3 succeeded, 1 failed", in the order of the enumerators.
template <typename Word>
std::string tally(const std::map<Word, std::size_t>& counts) {
  std::vector<std::string> words;
  for (const auto& [word, count] : counts)
    words.push_back(std::to_string(count) + " " + std::string(to_string(word)));
  return listed(words, ", ");
}

std::string runs_sentence(const std::vector<Run>& runs) {
  if (runs.size() < 2) return "";
  std::map<State, std::size_t> counts;
  for (const Run& run : runs) ++counts[run.state];
  return "Its last " + std::to_string(runs.size()) + " runs: " + tally(counts) + ".";
}

bool is_unserved(const UnitSlot& slot) {
  const bool is_served = slot.verdict == SlotVerdict::on_time || slot.verdict == SlotVerdict::late;
  return !is_served && !slot.reason.empty();
}

std::string slots_sentence(const std::vector<UnitSlot>& slots, Instant now) {
  if (slots.empty()) return "";
  std::map<SlotVerdict, std::size_t> counts;
  for (const UnitSlot& slot : slots) ++counts[slot.verdict];
  std::string text = "Its due instants of the last week: " + tally(counts) + ".";
  const auto last = std::find_if(slots.rbegin(), slots.rend(), is_unserved);
  if (last == slots.rend()) return text;
  return text + " The one of " + at(last->due, now) + " was " +
         std::string(to_string(last->verdict)) + ": " + last_words(last->reason);
}

}  // namespace

std::vector<std::string> explanation_of(const Evidence& evidence, Instant now) {
  const UnitStatus& unit = evidence.unit;
  std::vector<std::string> sentences = {verdict_sentence(evidence, now),
                                        timer_sentence(unit),
                                        due_sentence(unit, now),
                                        deadline_sentence(unit),
                                        last_run_sentence(unit, now),
                                        exit_sentence(unit),
                                        success_sentence(unit, now),
                                        runs_sentence(evidence.runs),
                                        slots_sentence(evidence.slots, now)};
  std::erase_if(sentences, [](const std::string& sentence) { return sentence.empty(); });
  return sentences;
}

}  // namespace sa
