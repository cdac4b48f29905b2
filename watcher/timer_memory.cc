#include "watcher/timer_memory.h"

#include <algorithm>

namespace sa {
namespace {

constexpr std::size_t most_earlier_pauses = 16;

Instant present_of(const TimerSeen& seen) {
  Instant now = seen.heard;
  for (const auto& instant : {seen.active_since, seen.last_trigger})
    if (instant) now = std::max(now, *instant);
  return now;
}

Instant first_expected(const TimerSeen& seen, DueBook& book) {
  const Instant now = present_of(seen);
  const auto newest = book.before(seen.schedule, now);
  const auto past = seen.last_trigger ? seen.last_trigger : seen.active_since;
  const bool is_pending = newest && past && *past < *newest;
  return is_pending ? *newest - Duration(1) : now;
}

void expect(UnitRecord& record, TimerRecord& timer, Instant since) {
  timer.since = since;
  if (record.expected_since) return;
  record.expected_since = since;
  record.accounted_up_to = since;
  if (!record.served_up_to) record.served_up_to = since;
}

// One that is over goes to the earlier ones.
void push_earlier(TimerRecord& timer) {
  if (timer.earlier_pauses.size() == most_earlier_pauses)
    timer.earlier_pauses.erase(timer.earlier_pauses.begin());
  timer.earlier_pauses.push_back(*timer.pause);
  timer.pause.reset();
}

void stop(const UnitRecord& record, TimerRecord& timer, Instant when) {
  if (timer.is_transient && !record.has_section) timer.since.reset();
  if (timer.since && !timer.stopped) timer.stopped = when;
}

}  // namespace

TimerRecord* find_timer(UnitRecord& record, std::string_view timer) {
  const auto found = std::ranges::find(record.timers, timer, &TimerRecord::name);
  return found == record.timers.end() ? nullptr : &*found;
}

TimerRecord& timer_of(UnitRecord& record, const std::string& timer) {
  if (TimerRecord* known = find_timer(record, timer)) return *known;
  record.timers.push_back({timer, std::nullopt});
  return record.timers.back();
}

void remember(UnitRecord& record, const TimerSeen& seen, DueBook& book) {
  TimerRecord& known = timer_of(record, seen.timer);
  if (!seen.active && known.since) return stop(record, known, present_of(seen));
  const bool is_new_schedule = known.schedule != seen.schedule;
  known.schedule = seen.schedule;
  known.accuracy = seen.accuracy;
  known.random_delay = seen.random_delay;
  known.persistent = seen.persistent;
  known.is_transient = seen.is_transient;
  if (!seen.active) return stop(record, known, present_of(seen));
  known.stopped.reset();
  if (!known.since) {
    expect(record, known, first_expected(seen, book));
  } else if (is_new_schedule) {
    known.since = present_of(seen);
  }
  known.next_due = book.has_calendar(seen.schedule) ? std::nullopt : seen.next_elapse;
}

void remember_gone(UnitRecord& record, TimerRecord& timer, Instant when) {
  stop(record, timer, when);
}

void remember_next(TimerRecord& timer, const TimerChanged& change, bool has_fired) {
  if (change.next_elapse || has_fired) timer.next_due = change.next_elapse;
}

const PausedSpan* pause_at(const TimerRecord& timer, Instant due) {
  if (timer.pause && covers(*timer.pause, due)) return &*timer.pause;
  const auto found = std::ranges::find_if(
      timer.earlier_pauses, [&](const PausedSpan& pause) { return covers(pause, due); });
  return found == timer.earlier_pauses.end() ? nullptr : &*found;
}

bool remember_told_pause(TimerRecord& timer, const Change& change) {
  auto& pause = timer.pause;
  const auto before = pause;
  if (change.verb == "resume") {
    if (pause && !pause->ended && pause->at <= change.at) pause->ended = change.at;
    return pause != before;
  }
  // Known already: by its file, or from the journal.
  if (pause && pause->ended && change.at <= *pause->ended) return false;
  if (pause && pause->ended) push_earlier(timer);
  const Instant at = pause ? pause->at : change.at;
  pause = PausedSpan{change.by, at, change.until, change.reason, std::nullopt};
  return pause != before;
}

bool remember_pause(TimerRecord& timer, const Pause* held,
                    const std::optional<Instant>& active_since, Instant now) {
  const auto before = timer.pause;
  if (held != nullptr) {
    if (timer.pause && timer.pause->ended) push_earlier(timer);
    timer.pause = PausedSpan{held->by, held->at, held->until, held->reason, std::nullopt};
  } else if (timer.pause && !timer.pause->ended) {
    const bool resumed = active_since && *active_since > timer.pause->at;
    timer.pause->ended = resumed ? *active_since : now;
  }
  return timer.pause != before;
}

std::optional<PausedSpan> pause_of(const UnitRecord& record) {
  std::optional<PausedSpan> pause;
  for (const auto& timer : record.timers) {
    const bool is_held = timer.pause && !timer.pause->ended;
    if (is_held && !pause) pause = timer.pause;
    if (!is_held && timer.since) return std::nullopt;
  }
  return pause;
}

}  // namespace sa
