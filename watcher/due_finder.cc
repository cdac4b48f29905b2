#include "watcher/due_finder.h"

namespace sa {
namespace {

// How long a start may wait in PID 1's queue on a busy host.
constexpr Duration queue_slack = std::chrono::seconds(2);

}  // namespace

std::optional<Instant> DueFinder::due_before(const TimerSeen& timer, Instant at) {
  return book_.before(timer.schedule, at);
}

std::optional<Instant> DueFinder::due_after(const TimerSeen& timer, Instant at) {
  return book_.after(timer.schedule, at);
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
