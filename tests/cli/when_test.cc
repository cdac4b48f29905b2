#include "core/when.h"

#include "tests/cli/samples.h"

#include <cstdlib>
#include <ctime>

#include <gtest/gtest.h>

namespace sa {
namespace {

using samples::noon;
using namespace std::chrono_literals;

std::string read(const char* text) {
  const auto instant = parse_when(text, noon + 30s);
  return instant ? rfc3339(*instant) : "none";
}

TEST(When, WordsOfSystemdTime) {
  EXPECT_EQ(read("now"), "2026-11-22T12:00:30.000000Z");
  EXPECT_EQ(read("today"), "2026-11-22T00:00:00.000000Z");
  EXPECT_EQ(read("yesterday"), "2026-11-21T00:00:00.000000Z");
  EXPECT_EQ(read("tomorrow"), "2026-11-23T00:00:00.000000Z");
}

TEST(When, SpansFromNow) {
  EXPECT_EQ(read("-5min"), "2026-11-22T11:55:30.000000Z");
  EXPECT_EQ(read("+1h 30min"), "2026-11-22T13:30:30.000000Z");
  EXPECT_EQ(read("5min ago"), "2026-11-22T11:55:30.000000Z");
  EXPECT_EQ(read("5min left"), "2026-11-22T12:05:30.000000Z");
  EXPECT_EQ(read("in 5min"), "2026-11-22T12:05:30.000000Z");
  EXPECT_EQ(read("-90"), "2026-11-22T11:59:00.000000Z");
}

TEST(When, BareSpanIsThatLongAgo) {
  EXPECT_EQ(read("2h"), "2026-11-22T10:00:30.000000Z");
  EXPECT_EQ(read("1d 2h"), "2026-11-21T10:00:30.000000Z");
}

TEST(When, SecondsSinceTheEpoch) {
  EXPECT_EQ(read("@1795320696"), "2026-11-22T04:11:36.000000Z");
  EXPECT_EQ(read("@1795320696.5"), "2026-11-22T04:11:36.500000Z");
}

TEST(When, DatesAndClockTimes) {
  EXPECT_EQ(read("2026-11-20"), "2026-11-20T00:00:00.000000Z");
  EXPECT_EQ(read("2026-11-20 10:00"), "2026-11-20T10:00:00.000000Z");
  EXPECT_EQ(read("2026-11-20 10:00:30.25"), "2026-11-20T10:00:30.250000Z");
  EXPECT_EQ(read("2026-11-20T10:00"), "2026-11-20T10:00:00.000000Z");
  EXPECT_EQ(read("10:00"), "2026-11-22T10:00:00.000000Z");
  EXPECT_EQ(read("Sun 2026-11-22 10:00"), "2026-11-22T10:00:00.000000Z");
  EXPECT_EQ(read("friday 2026-11-20"), "2026-11-20T00:00:00.000000Z");
  EXPECT_EQ(read("  2026-11-20   10:00  "), "2026-11-20T10:00:00.000000Z");
}

TEST(When, Rfc3339) {
  EXPECT_EQ(read("2026-11-22T04:11:36.005124Z"), "2026-11-22T04:11:36.005124Z");
  EXPECT_EQ(read("2026-11-22T05:11:36+01:00"), "2026-11-22T04:11:36.000000Z");
}

class NoTime : public testing::TestWithParam<const char*> {};

TEST_P(NoTime, IsRefused) {
  EXPECT_EQ(read(GetParam()), "none");
}

INSTANTIATE_TEST_SUITE_P(When, NoTime,
                         testing::Values("", " ", "soon", "2026", "90", "2026-13-01", "2026-02-30",
                                         "2026-11-22 24:00", "2026-11-22 10:60", "2026-11-22 10",
                                         "2026-11-22 10:00:61", "2026-11-2210:00", "26-11-22",
                                         "Mon 2026-11-22", "Sun", "Sun 10:00", "@", "@x", "@-5",
                                         "-", "+", "--5min", "ago", " ago", "UTC", "Z",
                                         "2026-11-22 10:00 Mars", "300000y ago",
                                         "2026-11-22 10:00:00.", "2026-11-22 10:00:00.5s"));

class WhenInBerlin : public testing::Test {
 protected:
  WhenInBerlin() { zone("Europe/Berlin"); }
  ~WhenInBerlin() override { zone("UTC"); }

 private:
  static void zone(const char* name) {
    setenv("TZ", name, 1);
    tzset();
  }
};

TEST_F(WhenInBerlin, ClockTimesAreLocalUnlessUtcIsSaid) {
  EXPECT_EQ(read("2026-11-22 10:00"), "2026-11-22T09:00:00.000000Z");
  EXPECT_EQ(read("2026-07-01 10:00"), "2026-07-01T08:00:00.000000Z");
  EXPECT_EQ(read("2026-11-22 10:00 UTC"), "2026-11-22T10:00:00.000000Z");
  EXPECT_EQ(read("2026-11-22 10:00Z"), "2026-11-22T10:00:00.000000Z");
  EXPECT_EQ(read("10:00 UTC"), "2026-11-22T10:00:00.000000Z");
  EXPECT_EQ(read("today"), "2026-11-21T23:00:00.000000Z");
}

TEST_F(WhenInBerlin, DaysOfTheChangeoverBeginAtTheirMidnight) {
  const Instant after_change{std::chrono::seconds{1'792'926'000}};  // 2026-10-25 11:00 UTC
  EXPECT_EQ(rfc3339(*parse_when("today", after_change)), "2026-10-24T22:00:00.000000Z");
  EXPECT_EQ(rfc3339(*parse_when("tomorrow", after_change)), "2026-10-25T23:00:00.000000Z");
}

}  // namespace
}  // namespace sa
