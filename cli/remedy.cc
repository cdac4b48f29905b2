#include "cli/remedy.h"

#include "core/reason.h"
#include "core/upstart_unit.h"

#include <string_view>

namespace sa {
namespace {

// Of the rows that fit, those count that have the health and the words of the first one.
struct Advice {
  Health from;
  Health to;
  std::string_view words;  // in the reason; empty: any reason
  std::string_view purpose;
  std::string_view command;  // {unit}, {timer}, {masked} and {file} stand for words
};

using enum Health;

constexpr Advice advice[] = {
    {broken, broken, reason::job_file_refused, "to see every mistake in its job file",
     "sa unitgen check {file}"},
    {broken, broken, reason::job_file_refused, "to apply it once it is mended",
     "sudo sa-unitgen apply"},
    {broken, broken, reason::is_masked, "to unmask it", "sudo systemctl unmask {masked}"},
    {broken, broken, reason::is_masked, "to start the timer again then",
     "sudo systemctl restart {timer}"},
    {broken, late, reason::is_dead, "to see why its timer died", "systemctl status {timer}"},
    {broken, late, reason::is_dead, "to start the timer again once that is mended",
     "sudo systemctl restart {timer}"},
    {broken, broken, reason::remains_active, "to let its timer go on, until the next run",
     "sudo systemctl stop {unit}"},
    {broken, broken, reason::remains_active,
     "to see what keeps it active, as RemainAfterExit= does", "systemctl cat {unit}"},
    {broken, broken, "", "to see why it failed that often", "sa log {unit}"},
    {broken, broken, "", "to lift the start limit once that is mended",
     "sudo systemctl reset-failed {unit}"},
    {broken, broken, "", "to run it then", "sa run {unit}"},
    {overdue, late, reason::is_stopped_since, "to start its timer again",
     "sudo systemctl enable --now {timer}"},
    {overdue, late, reason::is_stopped_since, "to say that it is not expected any more",
     "sa retire {unit}"},
    {overdue, late, reason::is_gone_since, "to say that it is not expected any more",
     "sa retire {unit}"},
    {overdue, late, reason::the_host_was, "to run it now", "sa run {unit}"},
    {overdue, late, reason::the_host_was,
     "to have such runs caught up, set Persistent=true in its timer",
     "sudo systemctl edit {timer}"},
    {overdue, late, reason::the_clock_was, "to run it now", "sa run {unit}"},
    {overdue, overrunning, reason::still_running, "to see what it does", "sa log -f {unit}"},
    {overdue, overrunning, reason::still_running, "to end it", "sa cancel {unit}"},
    {overrunning, overrunning, "", "to see what it does", "sa log -f {unit}"},
    {overrunning, overrunning, "", "to end it", "sa cancel {unit}"},
    {overdue, overdue, reason::no_success, "to see the output of its last run", "sa log {unit}"},
    {overdue, overdue, reason::no_success, "to run it now", "sa run {unit}"},
    {overdue, late, "", "to see what its timer waits for", "systemctl status {timer}"},
    {overdue, late, "", "to run it now", "sa run {unit}"},
    {suspect, suspect, reason::runs_again, "to expect it again", "sa unretire {unit}"},
    {suspect, suspect, reason::runs_more_often, "to see what started it", "sa history {unit}"},
    {failed, suspect, "", "to see the output of its last run", "sa log {unit}"},
    {failed, suspect, "", "to run it again once that is mended", "sa run {unit}"},
    {running, running, "", "to see what it does", "sa log -f {unit}"},
    {waiting, waiting, reason::is_not_active, "to start its timer",
     "sudo systemctl enable --now {timer}"},
    {waiting, waiting, "", "to run it now", "sa run {unit}"},
    {paused, paused, "", "to end the pause", "sa resume {unit}"},
    {retired, retired, "", "to expect it again", "sa unretire {unit}"},
    {stale, stale, "", "to see why the watcher is silent", "systemctl status sa-watcher"},
    {stale, stale, "", "to start it again", "sudo systemctl restart sa-watcher"},
};

// What does the same to a job of Upstart. What needs systemd and is not named here has nothing.
struct Translation {
  std::string_view systemd;
  std::string_view upstart;  // {job} stands for a word
};

constexpr Translation translations[] = {
    {"sa run {unit}", "sudo initctl start {job}"},
    {"sa cancel {unit}", "sudo initctl stop {job}"},
    {"systemctl status {timer}", "cat /etc/cron.d/scriptactivity"},
    {"systemctl status sa-watcher", "initctl status sa-watcher"},
    {"sudo systemctl restart sa-watcher", "sudo initctl restart sa-watcher"},
};

// Empty: there is none.
std::string_view command_for(std::string_view command, const UnitStatus& unit) {
  if (!is_upstart(unit.unit)) return command;
  for (const Translation& row : translations)
    if (row.systemd == command) return row.upstart;
  return command.find("systemctl") == std::string_view::npos ? command : std::string_view();
}

std::string job_of(const UnitStatus& unit) {
  const std::string name = upstart_name(unit.unit);
  return name.substr(0, name.find('@'));
}

bool fits(const Advice& row, const Verdict& verdict) {
  return row.from <= verdict.health && verdict.health <= row.to &&
         verdict.reason.find(row.words) != std::string::npos;
}

// The word that ends at `end`.
std::string word_before(const std::string& text, std::size_t end) {
  const auto blank = text.substr(0, end).rfind(' ');
  const std::size_t begin = blank == std::string::npos ? 0 : blank + 1;
  return text.substr(begin, end - begin);
}

// The timer that the reason names, else the one that is due next.
std::string timer_of(const UnitStatus& unit, const std::string& reason) {
  constexpr std::string_view suffix = ".timer";
  if (const auto at = reason.find(suffix); at != std::string::npos)
    return word_before(reason, at + suffix.size());
  return unit.timers.empty() ? "" : unit.timers.front();
}

std::string masked_unit_of(const std::string& reason) {
  const auto at = reason.find(reason::is_masked);
  return at == std::string::npos ? "" : word_before(reason, at);
}

std::string file_of(const std::string& reason) {
  constexpr std::string_view before = reason::job_file_refused;
  const auto at = reason.find(before);
  if (at == std::string::npos) return "";
  const auto begin = at + before.size();
  return reason.substr(begin, reason.find(':', begin) - begin);
}

std::string filled(std::string_view command, const UnitStatus& unit, const Verdict& verdict) {
  const auto open = command.find('{');
  if (open == std::string_view::npos) return std::string(command);
  const std::string_view name = command.substr(open);
  const std::string word = name == "{timer}"    ? timer_of(unit, verdict.reason)
                           : name == "{masked}" ? masked_unit_of(verdict.reason)
                           : name == "{file}"   ? file_of(verdict.reason)
                           : name == "{job}"    ? job_of(unit)
                                                : unit.unit;
  return word.empty() ? "" : std::string(command.substr(0, open)) + shell_word(word);
}

}  // namespace

std::vector<Remedy> remedies_for(const UnitStatus& unit, const Verdict& verdict) {
  const Advice* first = nullptr;
  std::vector<Remedy> remedies;
  for (const Advice& row : advice) {
    if (first == nullptr && fits(row, verdict)) first = &row;
    const bool counts = first != nullptr && row.from == first->from && row.to == first->to &&
                        row.words == first->words;
    if (!counts) continue;
    std::string command = filled(command_for(row.command, unit), unit, verdict);
    if (!command.empty()) remedies.push_back({std::string(row.purpose), std::move(command)});
  }
  return remedies;
}

}  // namespace sa
