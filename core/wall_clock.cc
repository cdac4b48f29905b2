#include "core/wall_clock.h"

#include <algorithm>
#include <chrono>

namespace sa {
namespace {

constexpr std::int64_t day_seconds = 86400;

std::int64_t floor_div(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

// Days since 1970-01-01 of a date whose month and day may be out of range.
std::int64_t days_of(int year, int month, int day) {
  using namespace std::chrono;
  const int years = static_cast<int>(floor_div(month - 1, 12));
  const auto in_year = static_cast<unsigned>(month - 1 - years * 12) + 1;
  const sys_days first{std::chrono::year{year + years} / std::chrono::month{in_year} / 1};
  return first.time_since_epoch().count() + day - 1;
}

std::int64_t local_seconds(const WallTime& wall, int second) {
  return days_of(wall.year, wall.month, wall.day) * day_seconds + std::int64_t{wall.hour} * 3600 +
         std::int64_t{wall.minute} * 60 + second;
}

WallTime wall_of(std::int64_t local, bool dst) {
  using namespace std::chrono;
  const std::int64_t days_since = floor_div(local, day_seconds);
  const int rest = static_cast<int>(local - days_since * day_seconds);
  const sys_days day{days{days_since}};
  const year_month_day date{day};
  return {int{date.year()},
          static_cast<int>(unsigned{date.month()}),
          static_cast<int>(unsigned{date.day()}),
          rest / 3600,
          rest / 60 % 60,
          rest % 60,
          dst ? 1 : 0,
          static_cast<int>(weekday{day}.iso_encoding()) - 1};
}

bool differs(int wanted, bool dst) {
  return wanted >= 0 && (wanted > 0) != dst;
}

}  // namespace

WallClock::Probe WallClock::probe(std::int64_t second) {
  near_ = zone_.span_at(second, near_);
  const ZoneSpan& span = zone_.spans()[near_];
  return {second, span.offset, span.dst};
}

WallTime WallClock::shown_at(std::int64_t second) {
  const Probe found = probe(second);
  return wall_of(found.local(), found.dst);
}

// Corrects a first guess by its own error until it fits. In a gap that swings between two answers;
// then the one whose daylight saving is not the asked-for one counts, or if none was asked for, the
// later probe unless only the earlier one was daylight saving time.
std::optional<WallClock::Probe> WallClock::nearest(std::int64_t local, int dst) {
  std::int64_t before = local - guess_;
  std::int64_t last = before;
  bool last_dst = false;
  Probe now = probe(before);
  for (int probes = 1; now.local() != local; ++probes) {
    const bool swings = now.second == before && now.second != last;
    if (swings && (dst < 0 ? last_dst <= now.dst : (dst > 0) != now.dst)) return now;
    if (probes == 6) return std::nullopt;
    before = last;
    last = now.second;
    last_dst = now.dst;
    now = probe(now.second + local - now.local());
  }
  return now;
}

// The same wall time by the offset that the wanted kind of time has nearest to `found`; where the
// zone has no such time within years, an hour aside.
WallClock::Probe WallClock::with_dst(const Probe& found, std::int64_t local, int dst) {
  constexpr std::int64_t stride = 601200;  // shorter than any period of DST so far
  constexpr std::int64_t reach = 457243209 / 2 + stride;
  for (std::int64_t away = stride; away < reach; away += stride) {
    for (const std::int64_t there : {found.second - away, found.second + away}) {
      const Probe other = probe(there);
      if (!differs(dst, other.dst)) return probe(local - other.offset);
    }
  }
  return probe(found.second + (dst > 0 ? -3600 : 3600));
}

std::optional<std::int64_t> WallClock::settle(WallTime& wall) {
  // A second out of range is added at the end, as glibc does for the sake of leap seconds.
  const int second = std::clamp(wall.second, 0, 59);
  const std::int64_t local = local_seconds(wall, second);
  std::optional<Probe> found = nearest(local, wall.dst);
  if (!found) return std::nullopt;
  const bool fits = found->local() == local;
  if (fits && differs(wall.dst, found->dst)) found = with_dst(*found, local, wall.dst);
  guess_ = local - found->second;
  if (wall.second != second) found = probe(found->second + wall.second - second);
  wall = wall_of(found->local(), found->dst);
  return found->second;
}

}  // namespace sa
