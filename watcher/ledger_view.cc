#include "core/time_span.h"
#include "watcher/ledger.h"

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
    const auto& pause = timer.record->pause;
    auto due = next_of(timer, after);
    if (due && pause && covers(*pause, *due)) {
      const auto end = pause->ended ? pause->ended : pause->until;
      due = end ? next_of(timer, *end - Duration(1)) : std::nullopt;
    }
    keep_sooner(soonest, due, timer);
  }
  return soonest;
}

std::optional<Slot> LedgerView::next_absorbed(Instant began) const {
  auto soonest = next_owed(began);
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
  if (!timer.dead.empty()) return timer.record->name + " is dead: " + timer.dead;
  if (timer.active || !timer.record->stopped || *timer.record->stopped > slot.due) return {};
  return timer.record->name + (timer.loaded ? " is stopped since " : " is gone since ") +
         utc_words(*timer.record->stopped);
}

}  // namespace sa
