#include "watcher/roster.h"

#include <algorithm>
#include <utility>

namespace sa {
namespace {

// Units whose files are gone and that have no timer keep their row for a while, for whoever
// started them by hand with systemd-run.
constexpr Duration row_after_unload = std::chrono::hours(24);

bool is_ended(State state) {
  return state == State::succeeded || state == State::failed || state == State::interrupted;
}

}  // namespace

Roster::Entry& Roster::entry(const std::string& unit) {
  Entry& found = entries_[unit];
  found.record.unit = unit;
  changed_.insert(unit);
  return found;
}

void Roster::restore(const UnitRecord& record, const std::optional<Run>& last) {
  Entry& known = entry(record.unit);
  known.record = record;
  known.runs.consecutive_failures = record.consecutive_failures;
  if (!last) return;
  known.runs.newest = last;
  if (!is_ended(last->state)) return;
  known.runs.last_ended = last;
  known.counted = Counted{last->identity, last->state};
}

void Roster::set_unit(const std::string& unit, const UnitFacts& facts) {
  Entry& known = entry(unit);
  known.facts = facts;
  known.has_facts = true;
  known.record.job = facts.job;
  known.record.team = facts.team;
  known.record.tags = facts.tags;
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

void Roster::set_timer(const TimerSeen& timer) {
  const auto known = timers_.find(timer.timer);
  if (known != timers_.end()) {
    changed_.insert(known->second.unit);
    auto [at, end] = timers_by_unit_.equal_range(known->second.unit);
    at = std::find_if(at, end, [&](const auto& pair) { return pair.second == timer.timer; });
    if (at != end) timers_by_unit_.erase(at);
    timers_.erase(known);
  }
  if (!timer.loaded) return;
  timers_[timer.timer] = timer;
  timers_by_unit_.emplace(timer.unit, timer.timer);
  if (!timer.failed) dead_.erase(timer.timer);
  entry(timer.unit);
}

void Roster::change_timer(const TimerChanged& change) {
  const auto found = timers_.find(change.timer);
  if (found == timers_.end()) return;
  TimerSeen& timer = found->second;
  if (change.last_trigger && change.last_trigger != timer.last_trigger) {
    const bool was_due = timer.next_elapse && *timer.next_elapse <= *change.last_trigger;
    firings_[change.timer] = {change.last_trigger, was_due ? timer.next_elapse : std::nullopt};
    checked_.erase(change.timer);
  }
  timer.last_trigger = change.last_trigger;
  timer.next_elapse = change.next_elapse;
  timer.result = change.result;
  changed_.insert(timer.unit);
}

void Roster::set_dead(const std::string& timer, const std::string& reason) {
  dead_[timer] = reason;
  if (const auto found = timers_.find(timer); found != timers_.end())
    changed_.insert(found->second.unit);
}

void Roster::keep_timers(const std::set<std::string, std::less<>>& listed) {
  std::vector<std::string> gone;
  for (const auto& [name, timer] : timers_)
    if (!listed.contains(name)) gone.push_back(name);
  for (const auto& name : gone) {
    TimerSeen unloaded;
    unloaded.timer = name;
    set_timer(unloaded);
  }
}

std::vector<const TimerSeen*> Roster::timers_of(std::string_view unit) const {
  std::vector<const TimerSeen*> timers;
  const auto [begin, end] = timers_by_unit_.equal_range(unit);
  for (auto at = begin; at != end; ++at) timers.push_back(&timers_.find(at->second)->second);
  return timers;
}

std::vector<std::string> Roster::take_stuck_timers() {
  std::vector<std::string> stuck;
  for (const auto& [name, timer] : timers_) {
    if (!timer.active || timer.next_elapse || checked_.contains(name)) continue;
    const auto found = entries_.find(timer.unit);
    if (found != entries_.end() && found->second.runs.newest &&
        found->second.runs.newest->state == State::running)
      continue;
    checked_.insert(name);
    stuck.push_back(name);
  }
  return stuck;
}

// ---- runs

void Roster::complete(Run& run) {
  if (run.due || run.attempt > 1) return;
  if (run.trigger.type == TriggerType::unknown && run.began) {
    if (auto inferred = due_finder_.infer(timers_of(run.unit), *run.began)) {
      run.trigger = std::move(inferred->trigger);
      run.due = inferred->due;
    }
    return;
  }
  if (run.trigger.type != TriggerType::timer || !run.trigger.time) return;
  const auto timer = timers_.find(run.trigger.unit);
  if (timer == timers_.end()) return;
  run.due = due_finder_.due_before(timer->second, *run.trigger.time);
  const auto firing = firings_.find(run.trigger.unit);
  if (!run.due && firing != firings_.end() && firing->second.trigger == run.trigger.time)
    run.due = firing->second.due;
}

void Roster::take(Run& run) {
  complete(run);
  Entry& known = entry(run.unit);
  auto& newest = known.runs.newest;
  if (newest && newest->identity != run.identity && newest->at > run.at) return;
  newest = run;
  if (is_ended(run.state)) known.runs.last_ended = run;
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
  known.runs.consecutive_failures = failures;
}

void Roster::set_remains_active(std::string_view unit, bool remains_active) {
  const auto found = entries_.find(unit);
  if (found == entries_.end() || found->second.runs.remains_active == remains_active) return;
  found->second.runs.remains_active = remains_active;
  changed_.insert(found->first);
}

void Roster::set_used_trigger(const std::string& unit, const std::string& timer, Instant trigger) {
  auto& timers = entry(unit).record.timers;
  const auto found =
      std::find_if(timers.begin(), timers.end(), [&](const auto& t) { return t.name == timer; });
  if (found == timers.end()) {
    timers.push_back({timer, trigger});
  } else if (!found->last_used_trigger || *found->last_used_trigger < trigger) {
    found->last_used_trigger = trigger;
  }
}

// ---- rows

std::set<std::string, std::less<>> Roster::take_changed() {
  return std::exchange(changed_, {});
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

const TimerSeen* Roster::timer(std::string_view name) const {
  const auto found = timers_.find(name);
  return found == timers_.end() ? nullptr : &found->second;
}

// systemd computes the next elapse from the last trigger, or from when the timer became active.
// Its own figure has the random delay in it, so that only the calendar tells when the run is due.
std::optional<Instant> Roster::next_due(const TimerSeen& timer, Instant now) {
  if (!timer.active) return std::nullopt;
  if (timer.next_elapse && timer.random_delay == Duration(0)) return timer.next_elapse;
  if (timer.calendars.empty()) return timer.next_elapse;
  Instant base = timer.last_trigger.value_or(timer.active_since.value_or(now));
  if (timer.active_since) base = std::max(base, *timer.active_since);
  return due_finder_.due_after(timer, base);
}

void Roster::add_timers(const Entry& known, Instant now, Expectation& expectation) {
  for (const TimerSeen* timer : timers_of(known.record.unit)) {
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

Expectation Roster::expectation(const Entry& known, Instant now) {
  Expectation expectation;
  if (known.facts.grace) expectation.grace = *known.facts.grace;
  expectation.deadline = known.facts.deadline;
  expectation.min_runtime = known.facts.min_runtime;
  expectation.max_runtime = known.facts.max_runtime;
  expectation.alert_after = known.facts.alert_after;
  add_timers(known, now, expectation);
  if (const RefusedJob* refusal = refused(known.record.unit)) expectation.refused = refusal->reason;
  return expectation;
}

std::optional<UnitStatus> Roster::row(std::string_view unit, Instant now) {
  const auto found = entries_.find(unit);
  if (found == entries_.end()) return std::nullopt;
  const Entry& known = found->second;
  auto timers = timers_of(unit);
  const bool is_recent = known.runs.newest && known.runs.newest->at > now - row_after_unload;
  const RefusedJob* refusal = refused(unit);
  if (timers.empty() && !known.facts.has_section && !is_recent && refusal == nullptr)
    return std::nullopt;

  const Expectation owed = expectation(known, now);
  UnitStatus row;
  row.unit = known.record.unit;
  row.job = known.record.job;
  row.team = known.record.team;
  row.tags = known.record.tags;
  if (refusal != nullptr) {
    row.job = refusal->job;
    row.team = refusal->team;
  }
  std::stable_sort(timers.begin(), timers.end(), [](const TimerSeen* a, const TimerSeen* b) {
    return a->next_elapse && (!b->next_elapse || *a->next_elapse < *b->next_elapse);
  });
  for (const TimerSeen* timer : timers) {
    row.timers.push_back(timer->timer);
    row.schedule.insert(row.schedule.end(), timer->schedule.begin(), timer->schedule.end());
  }
  row.outlook = outlook_of(owed, known.runs);
  row.last_run = known.runs.newest;
  row.last_success = known.record.last_success;
  row.next_due = owed.next_due;
  if (owed.next_due) row.expected_by = *owed.next_due + owed.allowance + owed.grace;
  if (owed.has_timer) row.grace = owed.grace;
  row.deadline = owed.deadline;
  row.consecutive_failures = known.record.consecutive_failures;
  return row;
}

}  // namespace sa
