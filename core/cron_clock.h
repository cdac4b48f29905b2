#pragma once

#include "core/calendar.h"

#include <chrono>
#include <tuple>
#include <vector>

namespace sa {

// What Debian's cron (3.0pl1) does with a schedule where a zone's clock is changed: the main loop
// of its cron.c, where "small" is a clock that differs by less than three hours.
// - Put forward, small: a fixed time that was left out runs at once; what follows the clock does
//   not.
// - Put back, small: a fixed time runs the first time only; what follows the clock runs again.
// - Not small: everything goes by the new clock at once.

// What a clock on the wall shows.
using WallInstant = std::chrono::local_time<std::chrono::microseconds>;

// A change of a zone's offset from UTC, in seconds east of it.
struct ClockStep {
  Instant at;
  std::chrono::seconds before;
  std::chrono::seconds after;
  bool to_standard;  // what holds after it is not the daylight saving time

  bool is_forward() const { return after > before; }
  std::chrono::seconds size() const { return is_forward() ? after - before : before - after; }
  WallInstant wall_at(Instant instant) const;
  // The wall times that come twice or never.
  WallInstant odd_begin() const;
  WallInstant odd_end() const;
};

// Those in [from, to), ascending.
std::vector<ClockStep> clock_steps(const TimeZone& zone, Instant from, Instant to);

// A run and the wall time that it is the run of.
struct WallRun {
  Instant at;
  WallInstant wall;
  friend bool operator==(const WallRun&, const WallRun&) = default;
  friend bool operator<(const WallRun& a, const WallRun& b) {
    return std::tie(a.at, a.wall) < std::tie(b.at, b.wall);
  }
};

// The runs in (from, to], around one change, ascending; several can be at one instant.
// `follows_clock`: what crontab(5) calls a wildcard.
std::vector<WallRun> cron_runs(const std::vector<CalendarSpec>& calendars, bool follows_clock,
                               const ClockStep& step, Instant from, Instant to);

}  // namespace sa
