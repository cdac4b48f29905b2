#pragma once

#include "core/instant.h"

#include <optional>
#include <string>
#include <string_view>

namespace sa {

// The one place where the local time zone (TZ, /etc/localtime) comes in.

// A wall clock's reading, not normalised: day 0 is the last of the month before, and so on.
struct LocalClock {
  int year = 1970;
  int month = 1;  // 1 to 12
  int day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;
};

LocalClock local_clock(Instant instant);
// The earlier one where the clock shows it twice, the shifted one where it skips it, as mktime
// does. nullopt: beyond what the zone's rules can tell.
std::optional<Instant> instant_of(const LocalClock& clock);

// "2026-11-22 04:11:36"
std::string local_second(Instant instant);
// "Sun 2026-11-22 04:11:36.005124 UTC"
std::string local_full(Instant instant);
// "5min ago", "in 1h 20min" within twelve hours of now, else "2026-11-22 04:11".
std::string local_near(Instant instant, Instant now);
// "5min ago", "in 1h 20min", "now", however far.
std::string relative(Instant instant, Instant now);

// A text such as the watcher's reasons, each "2026-11-22 04:11:36 UTC" in it in the local zone,
// with the name of that.
std::string in_local_zone(std::string_view text);

}  // namespace sa
