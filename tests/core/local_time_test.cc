#include "core/local_time.h"

#include <cstdlib>
#include <ctime>

#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace std::chrono_literals;

const Instant noon{1'795'348'800s};  // 2026-11-22 12:00:00 UTC

class LocalTime : public testing::Test {
 protected:
  void SetUp() override {
    setenv("TZ", "UTC", 1);
    tzset();
  }
};

TEST_F(LocalTime, SecondAndFullForm) {
  EXPECT_EQ(local_second(noon + 5124us), "2026-11-22 12:00:00");
  EXPECT_EQ(local_full(noon + 5124us), "Sun 2026-11-22 12:00:00.005124 UTC");
}

TEST_F(LocalTime, BeforeTheEpochKeepsItsFraction) {
  EXPECT_EQ(local_full(Instant{-1us}), "Wed 1969-12-31 23:59:59.999999 UTC");
}

TEST_F(LocalTime, NearIsRelativeWithinTwelveHours) {
  EXPECT_EQ(local_near(noon - 3min - 5s, noon), "3min ago");
  EXPECT_EQ(local_near(noon - 11h - 59min, noon), "11h 59min ago");
  EXPECT_EQ(local_near(noon + 80min, noon), "in 1h 20min");
  EXPECT_EQ(local_near(noon - 12h, noon), "2026-11-22 00:00");
  EXPECT_EQ(local_near(noon + 14h, noon), "2026-11-23 02:00");
}

TEST_F(LocalTime, RelativeHasTwoPartsFromAnHourOn) {
  EXPECT_EQ(relative(noon - 59min - 59s, noon), "59min ago");
  EXPECT_EQ(relative(noon - 26h, noon), "1d 2h ago");
  EXPECT_EQ(relative(noon + 500ms, noon), "now");
}

TEST_F(LocalTime, ClockIsReadBack) {
  const LocalClock clock = local_clock(noon);
  EXPECT_EQ(clock.year, 2026);
  EXPECT_EQ(clock.month, 11);
  EXPECT_EQ(clock.day, 22);
  EXPECT_EQ(clock.hour, 12);
  EXPECT_EQ(instant_of(clock), noon);
}

TEST_F(LocalTime, WordsInUtcAreToldInTheLocalZone) {
  const char* const reason = "by root until 2026-11-22 12:00:00 UTC: till 2026-07-01 00:30:00 UTC";
  EXPECT_EQ(in_local_zone(reason), reason);
  setenv("TZ", "Europe/Berlin", 1);
  tzset();
  EXPECT_EQ(in_local_zone(reason),
            "by root until 2026-11-22 13:00:00 CET: till 2026-07-01 02:30:00 CEST");
  for (const char* const text : {"", " UTC", "12:00 UTC", "2026-13-22 12:00:00 UTC",
                                 "2026-11-22T12:00:00 UTC", "2026-11-22 12:00:00"})
    EXPECT_EQ(in_local_zone(text), text);
}

TEST_F(LocalTime, DayZeroIsTheLastOfTheMonthBefore) {
  EXPECT_EQ(instant_of({2026, 11, 0, 0, 0, 0}), instant_of({2026, 10, 31, 0, 0, 0}));
}

}  // namespace
}  // namespace sa
