#include "watcher/ledger.h"
#include "watcher/roster.h"

#include <algorithm>
#include <utility>

namespace sa {
namespace {

// Units whose files are gone and that have no timer keep their row for a while, for whoever
// started them by hand with systemd-run.
constexpr Duration row_after_unload = std::chrono::hours(24);

bool is_expected(const UnitRecord& record) {
  return record.retired || std::ranges::any_of(record.timers, [](const TimerRecord& timer) {
           return timer.since || timer.pause;
         });
}

}  // namespace

// ---- what changed

std::set<std::string, std::less<>> Roster::take_changed() {
  return std::exchange(changed_, {});
}

std::set<std::string, std::less<>> Roster::take_changed_records() {
  return std::exchange(changed_records_, {});
}

std::vector<std::string> Roster::units() const {
  std::vector<std::string> names;
  for (const auto& [name, known] : entries_) names.push_back(name);
  return names;
}

const UnitRecord* Roster::record(std::string_view unit) const {
  const auto found = entries_.find(unit);
  return found == entries_.end() ? nullptr : &found->second.record;
}

const RunRules* Roster::rules(std::string_view unit) const {
  const auto found = entries_.find(unit);
  return found == entries_.end() ? nullptr : &found->second.rules;
}

void Roster::set_told(std::string_view unit, Health told, std::optional<Instant> exempt_until) {
  const auto found = entries_.find(unit);
  if (found == entries_.end()) return;
  found->second.record.told = told;
  found->second.record.telling.reset();
  if (exempt_until) found->second.record.exempt_until = exempt_until;
}

void Roster::set_telling(std::string_view unit, std::optional<Notice> telling) {
  const auto found = entries_.find(unit);
  if (found != entries_.end()) found->second.record.telling = std::move(telling);
}

void Roster::set_fatal_run(std::string_view unit, const Id128& run) {
  const auto found = entries_.find(unit);
  if (found != entries_.end()) found->second.record.fatal_run = run;
}

const TimerSeen* Roster::timer(std::string_view name) const {
  const auto found = timers_.find(name);
  return found == timers_.end() ? nullptr : &found->second;
}

// systemd computes the next elapse from the last trigger, or from when the timer became active.
// Its own figure has the random delay in it, so that only the calendar tells when the run is due.
std::optional<Instant> Roster::next_due(const TimerSeen& timer, Instant now) {
  if (!timer.active) return std::nullopt;
  if (timer.next_elapse && timer.random_delay == Duration(0)) return timer.next_elapse;
  if (std::ranges::none_of(timer.schedule, is_calendar)) return timer.next_elapse;
  Instant base = timer.last_trigger.value_or(timer.active_since.value_or(now));
  if (timer.active_since) base = std::max(base, *timer.active_since);
  return due_finder_.due_after(timer, base);
}

void Roster::add_timers(const Entry& known, Instant now, Expectation& expectation) {
  for (const TimerSeen* timer : known.timers) {
    expectation.has_timer = true;
    if (timer->failed) {
      const auto reason = dead_.find(timer->timer);
      expectation.dead_timer = timer->timer;
      expectation.dead_reason = reason == dead_.end() ? timer->result : reason->second;
    }
    if (!timer->active && expectation.idle_timer.empty()) expectation.idle_timer = timer->timer;
    const auto due = next_due(*timer, now);
    if (!due || (expectation.next_due && *expectation.next_due <= *due)) continue;
    expectation.next_due = due;
    expectation.allowance = timer->accuracy + timer->random_delay;
  }
}

// What is owed by the calendar is the ledger's word, also where the timer is gone.
void Roster::add_owed(Entry& known, Expectation& expectation) {
  if (!known.record.served_up_to) return;
  const LedgerView view = view_of(known);
  const auto set = [&](const Slot& slot) {
    expectation.next_due = slot.due;
    expectation.allowance = slot.timer->allowance();
  };
  const auto& newest = known.newest;
  if (newest && newest->state == State::running) {
    if (const auto slot = view.next_absorbed(*newest)) {
      expectation.absorbed = slot->due;
      set(*slot);
    }
  } else if (const auto slot = view.next_owed(*known.record.served_up_to)) {
    if (!expectation.next_due || slot->due <= *expectation.next_due) {
      set(*slot);
      const auto past = slot->timer->past();
      if (past && *past < slot->due) expectation.allowed_from = slot->timer->active_since;
      expectation.cause = view.cause(*slot);
    }
  }
  if (!known.record.deadline || !known.record.expected_since) return;
  const Instant success = known.record.last_success.value_or(*known.record.expected_since);
  const auto slot = view.next_owed(std::max(success, *known.record.expected_since));
  if (slot) expectation.unsucceeded = slot->due;
}

Expectation Roster::expectation(Entry& known, Instant now) {
  Expectation expectation;
  if (known.record.grace) expectation.grace = *known.record.grace;
  expectation.deadline = known.record.deadline;
  expectation.min_runtime = known.rules.min_runtime;
  expectation.max_runtime = known.rules.max_runtime;
  expectation.alert_after = known.record.alert_after;
  add_timers(known, now, expectation);
  expectation.paused = pause_of(known.record);
  expectation.retired = known.record.retired;
  if (const RefusedJob* refusal = refused(known.record.unit)) expectation.refused = refusal->reason;
  return expectation;
}

RecentRuns Roster::recent_runs(const Entry& known) const {
  const auto before = ended_before_.find(known.record.unit);
  const auto newest = known.newest ? std::optional(*known.newest) : std::nullopt;
  RecentRuns runs{.newest = newest,
                  .last_ended = newest,
                  .consecutive_failures = known.record.consecutive_failures,
                  .remains_active = known.remains_active,
                  .surplus = known.surplus};
  if (before != ended_before_.end()) {
    runs.last_ended = before->second;
  } else if (known.newest && !is_ended(known.newest->state)) {
    runs.last_ended.reset();
  }
  return runs;
}

bool Roster::has_row(const Entry& known, Instant now) const {
  const bool is_recent = known.newest && known.newest->at > now - row_after_unload;
  return is_recent || known.record.has_section || is_expected(known.record) ||
         !known.timers.empty() || refused(known.record.unit) != nullptr;
}

// The timers that are loaded, the one that is due next first, and those that are gone.
void Roster::add_names(const Entry& known, UnitStatus& row) const {
  row.unit = known.record.unit;
  const RefusedJob* refusal = refused(row.unit);
  row.job = refusal == nullptr ? known.record.job : refusal->job;
  row.team = refusal == nullptr ? known.record.team : refusal->team;
  row.tags = known.record.tags;
  auto timers = known.timers;
  std::sort(timers.begin(), timers.end(), [](const TimerSeen* a, const TimerSeen* b) {
    if (a->next_elapse == b->next_elapse) return a->timer < b->timer;
    return a->next_elapse && (!b->next_elapse || *a->next_elapse < *b->next_elapse);
  });
  const auto add = [&](const std::string& name, const std::vector<std::string>& schedule) {
    row.timers.push_back(name);
    row.schedule.insert(row.schedule.end(), schedule.begin(), schedule.end());
  };
  for (const TimerSeen* timer : timers) add(timer->timer, timer->schedule);
  for (const TimerRecord& timer : known.record.timers)
    if (timer.since && !timers_.contains(timer.name)) add(timer.name, timer.schedule);
}

std::optional<UnitStatus> Roster::row(std::string_view unit, Instant now) {
  const auto found = entries_.find(unit);
  if (found == entries_.end() || !has_row(found->second, now)) return std::nullopt;
  Entry& known = found->second;
  Expectation owed = expectation(known, now);
  UnitStatus row;
  row.next_due = owed.next_due;
  Duration allowance = owed.allowance;
  add_owed(known, owed);
  if (!row.next_due && !owed.absorbed) {
    row.next_due = owed.next_due;
    allowance = owed.allowance;
  }
  add_names(known, row);
  row.outlook = outlook_of(owed, recent_runs(known));
  if (known.newest) row.last_run = *known.newest;
  row.last_success = known.record.last_success;
  if (row.next_due) row.expected_by = *row.next_due + allowance + owed.grace;
  if (!row.timers.empty()) row.grace = owed.grace;
  row.deadline = owed.deadline;
  row.consecutive_failures = known.record.consecutive_failures;
  row.paused = owed.paused;
  row.retired = owed.retired;
  return row;
}

}  // namespace sa
