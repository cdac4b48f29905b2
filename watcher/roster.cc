#include "watcher/roster.h"

#include "core/upstart_unit.h"

#include <algorithm>
#include <utility>

namespace sa {

Roster::Entry& Roster::entry(const std::string& unit) {
  Entry& found = entries_[unit];
  found.record.unit = unit;
  changed_.insert(unit);
  to_account_.insert(unit);
  return found;
}

template <typename Change>
void Roster::change_record(Entry& known, const Change& change) {
  UnitRecord before = known.record;
  change();
  known.ledger.look_again();
  if (known.record == before) return;
  changed_records_.insert(known.record.unit);
  entry(known.record.unit);
}

void Roster::restore(const UnitRecord& record, const std::optional<Run>& last) {
  Entry& known = entry(record.unit);
  known.record = record;
  if (!last) return;
  known.ledger.take(*last, known.record);
  known.newest = std::make_unique<Run>(*last);
  known.newest_at = last->at;
  if (!is_ended(last->state)) return;
  known.counted = Counted{last->identity, last->state};
}

void Roster::restore_unaccounted(const Run& run) {
  Entry& known = entry(run.unit);
  known.ledger.take(run, known.record);
}

void Roster::set_unit(const std::string& unit, const UnitFacts& facts) {
  Entry& known = entry(unit);
  known.rules = facts;
  change_record(known, [&] {
    known.record.job = facts.job;
    known.record.team = facts.team;
    known.record.tags = facts.tags;
    known.record.has_section = facts.has_section;
    known.record.grace = facts.grace;
    known.record.deadline = facts.deadline;
    known.record.alert_after = facts.alert_after.value_or(1);
    known.record.notify = facts.notify;
  });
}

void Roster::set_refused(const std::vector<RefusedJob>& jobs) {
  for (const auto& [unit, job] : refused_) changed_.insert(unit);
  refused_.clear();
  for (const auto& job : jobs) {
    entry(job.unit);
    refused_.emplace(job.unit, job);
  }
}

const RefusedJob* Roster::refused(std::string_view unit) const {
  const auto found = refused_.find(unit);
  return found == refused_.end() ? nullptr : &found->second;
}

// ---- timers

void Roster::forget_timer(const std::string& timer, Instant now) {
  const auto known = timers_.find(timer);
  if (known == timers_.end()) return;
  Entry& owner = entry(known->second.unit);
  std::erase(owner.timers, &known->second);
  timers_.erase(known);
  change_record(owner, [&] {
    if (TimerRecord* record = find_timer(owner.record, timer))
      remember_gone(owner.record, *record, now);
  });
}

// One of the log that nobody has seen since.
void Roster::remember_unloaded(const TimerSeen& timer) {
  for (auto& [unit, known] : entries_)
    if (TimerRecord* record = find_timer(known.record, timer.timer))
      change_record(known, [&] { remember_gone(known.record, *record, timer.heard); });
}

void Roster::set_timer(const TimerSeen& timer) {
  const auto known = timers_.find(timer.timer);
  if (known != timers_.end() && (!timer.loaded || known->second.unit != timer.unit)) {
    Entry& owner = entry(known->second.unit);
    forget_timer(timer.timer, timer.heard);
    // It starts another unit now.
    if (timer.loaded)
      change_record(owner, [&] {
        std::erase_if(owner.record.timers, [&](const auto& t) { return t.name == timer.timer; });
      });
  }
  if (!timer.loaded) return remember_unloaded(timer);
  const auto [place, is_new] = timers_.insert_or_assign(timer.timer, timer);
  if (!timer.failed) dead_.erase(timer.timer);
  pauses_changed_ = true;
  Entry& owner = entry(timer.unit);
  if (is_new) owner.timers.push_back(&place->second);
  if (!timer.unit.ends_with(".service") && !is_upstart(timer.unit)) return;
  change_record(owner, [&] { remember(owner.record, timer, due_finder_.book()); });
}

void Roster::change_timer(const TimerChanged& change) {
  const auto found = timers_.find(change.timer);
  if (found == timers_.end()) return;
  TimerSeen& timer = found->second;
  const bool has_fired = change.last_trigger && change.last_trigger != timer.last_trigger;
  if (has_fired) {
    const bool was_due = timer.next_elapse && *timer.next_elapse <= *change.last_trigger;
    firings_[change.timer] = {change.last_trigger, was_due ? timer.next_elapse : std::nullopt,
                              timer.last_trigger ? timer.last_trigger : timer.active_since};
    checked_.erase(change.timer);
  }
  timer.last_trigger = change.last_trigger;
  timer.next_elapse = change.next_elapse;
  timer.result = change.result;
  Entry& owner = entry(timer.unit);
  TimerRecord* record = find_timer(owner.record, change.timer);
  if (record != nullptr && std::ranges::none_of(timer.schedule, is_calendar))
    remember_next(*record, change, has_fired);
}

void Roster::set_dead(const std::string& timer, const std::string& reason) {
  dead_[timer] = reason;
  if (const auto found = timers_.find(timer); found != timers_.end())
    changed_.insert(found->second.unit);
}

std::vector<std::string> Roster::absent_timers(
    const std::set<std::string, std::less<>>& listed) const {
  std::set<std::string, std::less<>> absent;
  for (const auto& [name, timer] : timers_)
    if (!listed.contains(name)) absent.insert(name);
  for (const auto& [unit, known] : entries_)
    for (const auto& timer : known.record.timers)
      if (timer.since && !listed.contains(timer.name)) absent.insert(timer.name);
  return {absent.begin(), absent.end()};
}

void Roster::keep_timers(const std::set<std::string, std::less<>>& listed, Instant now) {
  std::vector<std::string> gone;
  for (const auto& [name, timer] : timers_)
    if (!listed.contains(name)) gone.push_back(name);
  for (const auto& name : gone) forget_timer(name, now);
  // Those of the log that nobody has seen since.
  for (auto& [unit, known] : entries_)
    change_record(known, [&, &entry = known] {
      for (auto& timer : entry.record.timers)
        if (!listed.contains(timer.name)) remember_gone(entry.record, timer, now);
    });
}

std::vector<const TimerSeen*> Roster::timers_of(std::string_view unit) const {
  const auto found = entries_.find(unit);
  return found == entries_.end() ? std::vector<const TimerSeen*>() : found->second.timers;
}

std::vector<std::string> Roster::monotonic_timers() const {
  std::vector<std::string> names;
  for (const auto& [name, timer] : timers_)
    if (timer.active && std::ranges::none_of(timer.schedule, is_calendar)) names.push_back(name);
  return names;
}

std::vector<std::string> Roster::take_stuck_timers() {
  std::vector<std::string> stuck;
  for (const auto& [name, timer] : timers_) {
    if (!timer.active || timer.next_elapse || checked_.contains(name)) continue;
    const auto found = entries_.find(timer.unit);
    if (found != entries_.end() && found->second.newest &&
        found->second.newest->state == State::running)
      continue;
    checked_.insert(name);
    stuck.push_back(name);
  }
  return stuck;
}

// ---- runs

void Roster::take(Run& run) {
  complete(run);
  Entry& known = entry(run.unit);
  run.late = lateness(known, run);
  known.ledger.take(run, known.record);
  auto& newest = known.newest;
  const bool is_new = !newest || newest->identity != run.identity;
  if (is_new && newest && known.newest_at > run.at) return;
  if (is_new) known.newest_at = run.at;
  known.surplus = is_surplus(known, run);
  if (is_ended(run.state)) {
    ended_before_.erase(run.unit);
  } else if (newest && is_ended(newest->state)) {
    ended_before_.insert_or_assign(run.unit, *newest);
  }
  if (newest) {
    *newest = run;
  } else {
    newest = std::make_unique<Run>(run);
  }
  if (run.state != State::running) count(known, run);
}

// The same run may come again with another state (failed, then known to be interrupted).
void Roster::count(Entry& known, const Run& run) {
  auto& failures = known.record.consecutive_failures;
  const bool again = known.counted && known.counted->identity == run.identity;
  if (!again || known.counted->state != run.state) {
    if (again && known.counted->state == State::failed && failures > 0) --failures;
    if (run.state == State::failed || run.state == State::refused) ++failures;
    if (run.state == State::succeeded) failures = 0;
    known.counted = Counted{run.identity, run.state};
  }
  if (run.state == State::succeeded) known.record.last_success = run.ended;
}

void Roster::set_remains_active(std::string_view unit, bool remains_active) {
  const auto found = entries_.find(unit);
  if (found == entries_.end() || found->second.remains_active == remains_active) return;
  found->second.remains_active = remains_active;
  changed_.insert(found->first);
}

void Roster::set_used_trigger(const std::string& unit, const std::string& timer, Instant trigger) {
  auto& used = timer_of(entry(unit).record, timer).last_used_trigger;
  if (!used || *used < trigger) used = trigger;
}

}  // namespace sa
