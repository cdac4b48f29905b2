#include "watcher/roster.h"

#include <algorithm>
#include <utility>

// When a run was due, and by whom it was started where nobody told.

namespace sa {

const Run* Roster::newest_before(const Run& run) const {
  const Run* newest = this->newest(run.unit);
  const bool is_before =
      newest != nullptr && newest->identity != run.identity && newest->at < run.at;
  return is_before ? newest : nullptr;
}

// What was found of the run, or of the attempt before it, is not looked for again: its timer may
// have fired since.
bool Roster::complete_by_newest(Run& run) const {
  const Run* newest = this->newest(run.unit);
  if (newest == nullptr) return run.attempt > 1;
  const bool is_respawn = run.attempt > 1 && run.attempt == newest->attempt + 1;
  if (!is_respawn && newest->identity != run.identity) return run.attempt > 1;
  if (run.attempt > 1 && run.trigger.type == TriggerType::unknown && newest->trigger.inferred)
    run.trigger = newest->trigger;
  if (run.attempt > 1 && run.trigger.type == newest->trigger.type)
    run.trigger.by = newest->trigger.by;
  if (run.trigger == newest->trigger) run.due = newest->due;
  return run.due || run.attempt > 1;
}

// A timer with a calendar and a span fires for whichever is sooner.
std::optional<Instant> Roster::due_of(const TimerSeen& timer, const Run& run) {
  const auto due = due_finder_.due_before(timer, *run.trigger.time);
  if (std::ranges::all_of(timer.schedule, is_calendar)) return due;
  const auto found = firings_.find(timer.timer);
  const bool is_told = found != firings_.end() && found->second.trigger == run.trigger.time;
  const Run* before = newest_before(run);
  const bool is_before = before != nullptr && before->trigger.unit == timer.timer;
  auto past = is_before ? before->trigger.time : std::nullopt;
  if (is_told) past = found->second.past;
  if (due && (!past || *past < *due)) return due;
  return is_told ? found->second.due : std::nullopt;
}

void Roster::complete(Run& run) {
  if (run.due || complete_by_newest(run)) return;
  // Upstart does not tell cron from a person.
  const bool may_be_cron =
      run.trigger.type == TriggerType::manual && run.recorded_by == RecordedBy::upstart;
  if (run.trigger.type == TriggerType::unknown || may_be_cron) {
    auto inferred = due_finder_.infer(timers_of(run.unit), run.began.value_or(run.at));
    const Run* before = newest_before(run);
    if (inferred && (before == nullptr || before->due != inferred->due)) {
      run.trigger = std::move(inferred->trigger);
      run.due = inferred->due;
    }
    return;
  }
  if (run.trigger.type != TriggerType::timer || !run.trigger.time) return;
  const auto timer = timers_.find(run.trigger.unit);
  if (timer == timers_.end()) return;
  run.due = due_of(timer->second, run);
}

std::optional<Duration> Roster::lateness(const Entry& known, const Run& run) const {
  if (!run.due || !run.began || run.attempt > 1) return run.late;
  const auto timer = std::ranges::find(known.record.timers, run.trigger.unit, &TimerRecord::name);
  if (timer == known.record.timers.end() || timer->schedule.empty()) return run.late;
  const Duration after = *run.began - *run.due;
  return after > timer->accuracy + timer->random_delay ? std::optional(after) : std::nullopt;
}

// Once more for what had its run: of a schedule by the calendar alone, since OnBootSec= and the
// like have due instants of their own.
bool Roster::is_surplus(const Entry& known, const Run& run) const {
  const auto& before = known.newest;
  if (!before || run.trigger.type != TriggerType::timer || !run.due || run.attempt > 1)
    return false;
  if (before->identity == run.identity) return known.surplus;
  const auto timer = timers_.find(run.trigger.unit);
  return before->due == run.due && before->trigger.type == TriggerType::timer &&
         before->trigger.time != run.trigger.time && timer != timers_.end() &&
         std::ranges::all_of(timer->second.schedule, is_calendar);
}

}  // namespace sa
