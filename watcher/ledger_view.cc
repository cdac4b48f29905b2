#include "core/reason.h"
#include "core/time_span.h"
#include "watcher/ledger.h"
#include "watcher/timer_memory.h"

#include <algorithm>

namespace sa {
namespace {

using namespace std::chrono_literals;

// A host that goes down stops its timers before its last words; one that comes up starts them after
// its first.
constexpr Duration going_down = 2min;
constexpr Duration coming_up = 10min;

constexpr std::string_view since_began = "OnUnitActiveSec=";

bool explains(const Absence& absence, const Slot& slot) {
  if (absence.kind != Absence::Kind::off) return absence.from <= slot.due && slot.due <= absence.to;
  const auto started = slot.timer->active_since;
  const bool comes_up = started && slot.due < *started && *started - absence.to < coming_up;
  return absence.from - going_down <= slot.due && (slot.due <= absence.to || comes_up);
}

std::optional<Duration> repeats_after(const TimerRecord& timer) {
  std::optional<Duration> shortest;
  for (const std::string_view text : timer.schedule) {
    if (!text.starts_with(since_began)) continue;
    const auto span = parse_time_span(text.substr(since_began.size()));
    if (span && (!shortest || *span < *shortest)) shortest = span;
  }
  return shortest;
}

void keep_sooner(std::optional<Slot>& soonest, std::optional<Instant> due,
                 const LedgerTimer& timer) {
  if (!due) return;
  const bool is_sooner = !soonest || *due < soonest->due ||
                         (*due == soonest->due && timer.active && !soonest->timer->active);
  if (is_sooner) soonest = Slot{*due, &timer};
}

}  // namespace

Instant answers_up_to(const Run& run) {
  const Instant began = run.began.value_or(run.at);
  const bool by_timer = run.trigger.type == TriggerType::timer && run.attempt == 1;
  const bool waited = by_timer && run.trigger.time && *run.trigger.time < began;
  const Instant fired = waited ? *run.trigger.time : began;
  return std::max(fired, run.due.value_or(fired));
}

std::optional<Instant> LedgerView::next_of(const LedgerTimer& timer, Instant after) const {
  const TimerRecord& known = *timer.record;
  if (!known.since) return std::nullopt;
  after = std::max(after, *known.since);
  if (book_.has_calendar(known.schedule)) return book_.after(known.schedule, after);
  const bool is_left = !timer.active && known.next_due && *known.next_due > after;
  return is_left ? known.next_due : std::nullopt;
}

std::optional<Slot> LedgerView::next(Instant after) const {
  std::optional<Slot> soonest;
  for (const auto& timer : timers_) keep_sooner(soonest, next_of(timer, after), timer);
  return soonest;
}

std::optional<Slot> LedgerView::next_owed(Instant after) const {
  std::optional<Slot> soonest;
  for (const auto& timer : timers_) {
    auto due = next_of(timer, after);
    while (const PausedSpan* pause = due ? pause_at(*timer.record, *due) : nullptr) {
      const auto end = pause->ended ? pause->ended : pause->until;
      due = end ? next_of(timer, *end - Duration(1)) : std::nullopt;
    }
    keep_sooner(soonest, due, timer);
  }
  return soonest;
}

std::optional<Slot> LedgerView::next_absorbed(const Run& run) const {
  auto soonest = next_owed(answers_up_to(run));
  const Instant began = run.began.value_or(run.at);
  for (const auto& timer : timers_) {
    if (!timer.active || !timer.record->since) continue;
    if (const auto span = repeats_after(*timer.record)) keep_sooner(soonest, began + *span, timer);
  }
  return soonest;
}

std::string LedgerView::cause(const Slot& slot) const {
  const LedgerTimer& timer = *slot.timer;
  for (const auto& absence : absences_)
    if (explains(absence, slot)) return in_words(absence);
  if (!timer.dead.empty()) return timer.record->name + std::string(reason::is_dead) + timer.dead;
  if (timer.active) return kept_;
  const auto& stopped = timer.record->stopped;
  const bool is_in_time =
      stopped && (*stopped <= slot.due || *stopped < slot.due + timer.allowance());
  if (!is_in_time) return {};
  const auto words = timer.loaded ? reason::is_stopped_since : reason::is_gone_since;
  return timer.record->name + std::string(words) + utc_words(*stopped);
}

}  // namespace sa
