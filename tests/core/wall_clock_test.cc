#include "core/wall_clock.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

namespace {

std::string text_of(const sa::WallTime& wall) {
  std::ostringstream out;
  out << wall.year << '-' << wall.month << '-' << wall.day << ' ' << wall.hour << ':' << wall.minute
      << ':' << wall.second << " dst " << wall.dst;
  return out.str();
}

struct tm tm_of(const sa::WallTime& wall) {
  struct tm out {};
  out.tm_year = wall.year - 1900;
  out.tm_mon = wall.month - 1;
  out.tm_mday = wall.day;
  out.tm_hour = wall.hour;
  out.tm_min = wall.minute;
  out.tm_sec = wall.second;
  out.tm_isdst = wall.dst;
  return out;
}

sa::WallTime wall_of(const struct tm& tm) {
  return {tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,  tm.tm_hour,
          tm.tm_min,         tm.tm_sec,     tm.tm_isdst, (tm.tm_wday + 6) % 7};
}

// libc's clock of a zone; libc keeps the last offset through a change of zone, as WallClock's
// `guess` says.
void use_zone(const char* name) {
  ::setenv("TZ", name, 1);
  ::tzset();
}

// A wall time near a change of the zone's clock, and at times out of range.
class WallTimes {
 public:
  static constexpr std::int64_t first_change = 63072000;   // 1972
  static constexpr std::int64_t last_change = 7226582400;  // 2199

  explicit WallTimes(const sa::TimeZone& zone) : zone_(zone), clock_(zone, 0) {}

  sa::WallTime next() {
    const int changes = static_cast<int>(zone_.spans().size());
    const auto which = static_cast<std::size_t>(number(0, changes - 1));
    const std::int64_t change = std::clamp(zone_.spans()[which].begin, first_change, last_change);
    sa::WallTime wall = clock_.shown_at(change + number(-9000, 9000));
    wall.dst = number(-1, 1);
    if (number(0, 3) == 0) wall.second += number(-100, 100);
    if (number(0, 3) == 0) wall.hour += number(-30, 30);
    if (number(0, 3) == 0) wall.day += number(-70, 70);
    if (number(0, 3) == 0) wall.month += number(-14, 14);
    return wall;
  }

 private:
  int number(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }

  const sa::TimeZone& zone_;
  sa::WallClock clock_;
  std::mt19937 random_{20261025};
};

class WallClock : public testing::TestWithParam<const char*> {};

TEST_P(WallClock, SettlesWhatLibcDoes) {
  use_zone("UTC0");
  struct tm start = tm_of({});
  ASSERT_EQ(::mktime(&start), 0);
  use_zone(GetParam());
  sa::TimeZones zones(GetParam());
  sa::WallClock clock(zones.local(), 0);
  WallTimes times(zones.local());
  for (int i = 0; i < 20000; ++i) {
    sa::WallTime ours = times.next();
    const std::string asked = text_of(ours);
    struct tm theirs = tm_of(ours);
    const std::time_t wanted = ::mktime(&theirs);
    const auto got = clock.settle(ours);
    ASSERT_EQ(got.value_or(-1), wanted) << i << ": " << asked;
    ASSERT_EQ(text_of(ours), text_of(wall_of(theirs))) << i << ": " << asked;
    if (!got) continue;  // neither of them touched it
    ASSERT_EQ(ours.weekday, wall_of(theirs).weekday) << i << ": " << asked;
  }
}

TEST_P(WallClock, ShowsWhatLibcDoes) {
  use_zone(GetParam());
  sa::TimeZones zones(GetParam());
  sa::WallClock clock(zones.local(), 0);
  for (std::time_t second = 0; second < 7258118400; second += 72221) {
    struct tm theirs {};
    ::localtime_r(&second, &theirs);
    ASSERT_EQ(text_of(clock.shown_at(second)), text_of(wall_of(theirs))) << second;
  }
}

INSTANTIATE_TEST_SUITE_P(Zones, WallClock,
                         testing::Values("UTC", "Europe/Berlin", "Europe/Dublin", "Europe/Moscow",
                                         "America/New_York", "America/St_Johns",
                                         "America/Sao_Paulo", "America/Nuuk", "America/Santiago",
                                         "Asia/Kathmandu", "Asia/Gaza", "Asia/Tokyo", "Asia/Tehran",
                                         "Africa/Casablanca", "Africa/Cairo", "Australia/Lord_Howe",
                                         "Pacific/Apia", "Pacific/Chatham", "Antarctica/Troll"));

}  // namespace
