#include "cli/remedy.h"

#include <string_view>

namespace sa {
namespace {

// Of the rows that fit, those count that have the health and the words of the first one.
struct Advice {
  Health from;
  Health to;
  std::string_view words;  // in the reason; empty: any reason
  std::string_view purpose;
  std::string_view command;  // {unit}, {timer} and {file} stand for words
};

using enum Health;

constexpr Advice advice[] = {
    {broken, broken, "job file refused: ", "to see every mistake in its job file",
     "sa unitgen check {file}"},
    {broken, broken, "job file refused: ", "to apply it once it is mended",
     "sudo sa-unitgen apply"},
    {broken, late, ".timer is dead: ", "to see why its timer died", "systemctl status {timer}"},
    {broken, late, ".timer is dead: ", "to start the timer again once that is mended",
     "sudo systemctl restart {timer}"},
    {broken, broken, "remains active", "to let its timer go on, until the next run",
     "sudo systemctl stop {unit}"},
    {broken, broken, "remains active", "to see what keeps it active, as RemainAfterExit= does",
     "systemctl cat {unit}"},
    {broken, broken, "", "to see why it failed that often", "sa log {unit}"},
    {broken, broken, "", "to lift the start limit once that is mended",
     "sudo systemctl reset-failed {unit}"},
    {broken, broken, "", "to run it then", "sa run {unit}"},
    {overdue, late, " is stopped since ", "to start its timer again",
     "sudo systemctl enable --now {timer}"},
    {overdue, late, " is stopped since ", "to say that it is not expected any more",
     "sa retire {unit}"},
    {overdue, late, " is gone since ", "to say that it is not expected any more",
     "sa retire {unit}"},
    {overdue, late, "the host was ", "to run it now", "sa run {unit}"},
    {overdue, late, "the host was ",
     "to have such runs caught up, set Persistent=true in its timer",
     "sudo systemctl edit {timer}"},
    {overdue, late, "the clock was ", "to run it now", "sa run {unit}"},
    {overdue, overrunning, "still running ", "to see what it does", "sa log -f {unit}"},
    {overdue, overrunning, "still running ", "to end it", "sa cancel {unit}"},
    {overrunning, overrunning, "", "to see what it does", "sa log -f {unit}"},
    {overrunning, overrunning, "", "to end it", "sa cancel {unit}"},
    {overdue, overdue, "no success", "to see the output of its last run", "sa log {unit}"},
    {overdue, overdue, "no success", "to run it now", "sa run {unit}"},
    {overdue, late, "", "to see what its timer waits for", "systemctl status {timer}"},
    {overdue, late, "", "to run it now", "sa run {unit}"},
    {suspect, suspect, "runs again", "to expect it again", "sa unretire {unit}"},
    {suspect, suspect, "runs more often", "to see what started it", "sa history {unit}"},
    {failed, suspect, "", "to see the output of its last run", "sa log {unit}"},
    {failed, suspect, "", "to run it again once that is mended", "sa run {unit}"},
    {running, running, "", "to see what it does", "sa log -f {unit}"},
    {waiting, waiting, " is not active", "to start its timer",
     "sudo systemctl enable --now {timer}"},
    {waiting, waiting, "", "to run it now", "sa run {unit}"},
    {paused, paused, "", "to end the pause", "sa resume {unit}"},
    {retired, retired, "", "to expect it again", "sa unretire {unit}"},
    {stale, stale, "", "to see why the watcher is silent", "systemctl status sa-watcher"},
    {stale, stale, "", "to start it again", "sudo systemctl restart sa-watcher"},
};

bool fits(const Advice& row, const Verdict& verdict) {
  return row.from <= verdict.health && verdict.health <= row.to &&
         verdict.reason.find(row.words) != std::string::npos;
}

// The timer that the reason names, else the one that is due next.
std::string timer_of(const UnitStatus& unit, const std::string& reason) {
  constexpr std::string_view suffix = ".timer";
  if (const auto at = reason.find(suffix); at != std::string::npos) {
    const auto blank = reason.rfind(' ', at);
    const std::size_t begin = blank == std::string::npos ? 0 : blank + 1;
    return reason.substr(begin, at + suffix.size() - begin);
  }
  return unit.timers.empty() ? "" : unit.timers.front();
}

std::string file_of(const std::string& reason) {
  constexpr std::string_view before = "job file refused: ";
  const auto at = reason.find(before);
  if (at == std::string::npos) return "";
  const auto begin = at + before.size();
  return reason.substr(begin, reason.find(':', begin) - begin);
}

std::string filled(std::string_view command, const UnitStatus& unit, const Verdict& verdict) {
  const auto open = command.find('{');
  if (open == std::string_view::npos) return std::string(command);
  const std::string_view name = command.substr(open);
  const std::string word = name == "{timer}"  ? timer_of(unit, verdict.reason)
                           : name == "{file}" ? file_of(verdict.reason)
                                              : unit.unit;
  return word.empty() ? "" : std::string(command.substr(0, open)) + shell_word(word);
}

}  // namespace

std::string shell_word(std::string_view word) {
  constexpr std::string_view safe =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@%_+=:,./-";
  if (!word.empty() && word.find_first_not_of(safe) == std::string_view::npos)
    return std::string(word);
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::vector<Remedy> remedies_for(const UnitStatus& unit, const Verdict& verdict) {
  const Advice* first = nullptr;
  std::vector<Remedy> remedies;
  for (const Advice& row : advice) {
    if (first == nullptr && fits(row, verdict)) first = &row;
    const bool counts = first != nullptr && row.from == first->from && row.to == first->to &&
                        row.words == first->words;
    if (!counts) continue;
    std::string command = filled(row.command, unit, verdict);
    if (!command.empty()) remedies.push_back({std::string(row.purpose), std::move(command)});
  }
  return remedies;
}

}  // namespace sa
