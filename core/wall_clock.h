#pragma once

#include "core/time_zone.h"

#include <cstdint>
#include <optional>

namespace sa {

// A date and time of day as a clock on the wall shows it. Fields out of range are allowed and mean
// what they add up to (month 14, day 0).
struct WallTime {
  int year = 1970;
  int month = 1;
  int day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int dst = -1;     // 1: daylight saving time, 0: standard time, below 0: not said
  int weekday = 3;  // 0 is Monday; only ever an answer
};

// The clock of a zone, answering as glibc's localtime() and mktime() do, because systemd asks them:
// where the wall shows a time twice or never, glibc takes the offset of its answer before. So a
// WallClock remembers that, and the order of questions matters.
class WallClock {
 public:
  // `guess`: the offset to try first, in seconds east of UTC. `zone` must outlive the clock.
  WallClock(const TimeZone& zone, std::int32_t guess) : zone_(zone), guess_(guess) {}

  // What the wall shows at a second since 1970 UTC.
  WallTime shown_at(std::int64_t second);

  // The second since 1970 UTC at which the wall shows `wall`, which is brought into range. In a gap
  // it is moved by the gap's size. nullopt, and `wall` untouched: there is none.
  std::optional<std::int64_t> settle(WallTime& wall);

 private:
  struct Probe {
    std::int64_t second;
    std::int32_t offset;
    bool dst;
    std::int64_t local() const { return second + offset; }
  };

  Probe probe(std::int64_t second);
  std::optional<Probe> nearest(std::int64_t local, int dst);
  Probe with_dst(const Probe& found, std::int64_t local, int dst);

  const TimeZone& zone_;
  std::int64_t guess_;
  std::size_t near_ = 0;
};

}  // namespace sa
