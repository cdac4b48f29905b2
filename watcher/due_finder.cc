#include "watcher/due_finder.h"

#include "core/error.h"

#include <algorithm>

namespace sa {
namespace {

// How long a start may wait in PID 1's queue on a busy host.
constexpr Duration queue_slack = std::chrono::seconds(2);

}  // namespace

const CalendarSpec* DueFinder::spec(const std::string& calendar) {
  auto found = specs_.find(calendar);
  if (found == specs_.end()) {
    auto parsed = parse_calendar(calendar, zones_);
    auto* value = std::get_if<CalendarSpec>(&parsed);
    found = specs_.emplace(calendar, value ? std::optional(std::move(*value)) : std::nullopt).first;
  }
  return found->second ? &*found->second : nullptr;
}

std::optional<Instant> DueFinder::due_before(const TimerSeen& timer, Instant at) {
  std::optional<Instant> newest;
  for (const auto& calendar : timer.calendars) {
    const CalendarSpec* known = spec(calendar);
    if (known == nullptr) continue;
    const auto due = previous_due(*known, zone_of(*known, zones_), at);
    if (due && (!newest || *newest < *due)) newest = due;
  }
  return newest;
}

std::optional<Instant> DueFinder::due_after(const TimerSeen& timer, Instant at) {
  std::optional<Instant> soonest;
  for (const auto& calendar : timer.calendars) {
    const CalendarSpec* known = spec(calendar);
    if (known == nullptr) continue;
    const auto due = next_due(*known, zone_of(*known, zones_), at);
    if (due && (!soonest || *due < *soonest)) soonest = due;
  }
  return soonest;
}

std::optional<DueFinder::Inferred> DueFinder::infer(const std::vector<const TimerSeen*>& timers,
                                                    Instant began) {
  for (const TimerSeen* timer : timers) {
    const auto due = due_before(*timer, began);
    if (!due || began - *due > timer->accuracy + timer->random_delay + queue_slack) continue;
    return Inferred{{TriggerType::timer, timer->timer, std::nullopt, true}, *due};
  }
  return std::nullopt;
}

}  // namespace sa
