#include "watcher/clock_watch.h"

#include <utility>

namespace sa {
namespace {

constexpr Duration least = std::chrono::seconds(1);

}  // namespace

std::optional<ClockWatch::Change> ClockWatch::take(const ClockReading& reading) {
  const auto before = std::exchange(last_, reading);
  if (!before) return std::nullopt;
  const Duration passed = reading.since_boot - before->since_boot;
  const Duration asleep = passed - (reading.awake - before->awake);
  const Duration stepped = reading.wall - before->wall - passed;
  if (asleep > least) return Change{Absence{Absence::Kind::asleep, before->wall, reading.wall}};
  if (stepped > least)
    return Change{Absence{Absence::Kind::clock_step, reading.wall - stepped, reading.wall}};
  return stepped < -least ? std::optional(Change{}) : std::nullopt;
}

}  // namespace sa
