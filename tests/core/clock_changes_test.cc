#include "core/schedule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// "2027-3-28 MESSAGE" for each change of 2027.
std::vector<std::string> changes(std::string_view text, std::string_view zone) {
  sa::TimeZones zones;
  const std::chrono::sys_days begin{std::chrono::year{2027} / 1 / 1};
  std::vector<std::string> out;
  for (const auto& change :
       sa::clock_changes(text, zone, zones, begin, begin + std::chrono::days{365})) {
    out.push_back(std::to_string(int{change.date.year()}) + '-' +
                  std::to_string(unsigned{change.date.month()}) + '-' +
                  std::to_string(unsigned{change.date.day()}) + ' ' + change.message);
  }
  return out;
}

TEST(ClockChanges, TellWhatIsLeftOutWhenTheClockIsPutForward) {
  EXPECT_THAT(changes("30 2 * * *", "Europe/Berlin"),
              ElementsAre("2027-3-28 the run of 02:30 is left out, cron would make it at 03:00"));
  EXPECT_THAT(
      changes("0,30 2,3 * * *", "Europe/Berlin"),
      ElementsAre(
          "2027-3-28 the runs of 02:00 and 02:30 are left out, cron would make them at 03:00"));
  EXPECT_THAT(changes("0 0 * * *", "America/Santiago"),
              ElementsAre("2027-9-5 the run of 00:00 is left out, cron would make it at 01:00"));
}

TEST(ClockChanges, TellTheRestWhenTheClockIsPutBack) {
  EXPECT_THAT(changes("*/15 1-4 * * *", "Europe/Berlin"),
              ElementsAre("2027-10-31 the 4 runs from 02:00 to 02:45 are left out the second time, "
                          "cron would make them both times"));
}

TEST(ClockChanges, TellWhatIsMadeTwice) {
  EXPECT_THAT(changes("0 0-23 * * *", "Europe/Berlin"),
              ElementsAre("2027-3-28 the run of 02:00 is left out, cron would make it at 03:00",
                          "2027-10-31 the run of 02:00 is made twice, cron would make it once"));
}

TEST(ClockChanges, TellTheHoursThatSystemdLosesInIreland) {
  EXPECT_THAT(
      changes("*/15 1-4 * * *", "Europe/Dublin"),
      ElementsAre("2027-3-28 the 12 runs from 02:00 to 04:45 are left out, cron would make them",
                  "2027-10-31 the 4 runs from 01:00 to 01:45 are left out the second time, cron "
                  "would make them both times"));
}

TEST(ClockChanges, TellATimerThatSystemdCannotTakeAcross) {
  EXPECT_THAT(changes("50 2 * * *", "Pacific/Chatham"),
              ElementsAre("2027-9-26 the timer stops for good, since systemd finds no run after "
                          "this change; start it again then"));
}

TEST(ClockChanges, TellTheEveningsThatSystemdLosesInIreland) {
  EXPECT_THAT(
      changes("10 1-22/20 * * *", "Europe/Dublin"),  // at 21:10 too
      ElementsAre("2027-3-28 the run of 01:10 is left out, cron would make it at 02:00; the "
                  "run of 21:10 is left out, cron would make it"));
}

TEST(ClockChanges, TellWhichHalfOfACronLineStops) {
  EXPECT_THAT(
      changes("55 * 10-27 9 4", "Pacific/Chatham"),
      ElementsAre("2027-9-26 '*-09-10..27 *:55:00 Pacific/Chatham' of the timer stops for "
                  "good, since systemd finds no run after this change; start it again then"));
}

TEST(ClockChanges, AreNoneWhereTheRunsAreTheSame) {
  EXPECT_THAT(changes("*/5 * * * *", "Europe/Berlin"), IsEmpty());
  EXPECT_THAT(changes("0 * * * 1-5", "Europe/Berlin"), IsEmpty());
  EXPECT_THAT(changes("0 5 * * *", "Europe/Berlin"), IsEmpty());
  EXPECT_THAT(changes("30 2 * * 3", "Europe/Berlin"), IsEmpty());
  EXPECT_THAT(changes("30 2 * * *", "Asia/Kathmandu"), IsEmpty());
  EXPECT_THAT(changes("every 7min", "Europe/Berlin"), IsEmpty());
  EXPECT_THAT(changes("@reboot", "Europe/Berlin"), IsEmpty());
}

TEST(ClockChanges, AreNotSoughtWhereThereWouldBeMillions) {
  EXPECT_THAT(changes("2:*:0/0.000001", "Europe/Berlin"), IsEmpty());
  EXPECT_EQ(changes("2:*:*", "Europe/Berlin").size(), 1U);
}

TEST(ClockChanges, JudgeCalendarExpressionsAsCronWouldTheSameTimes) {
  EXPECT_THAT(
      changes("2:30:15", "Europe/Berlin"),
      ElementsAre("2027-3-28 the run of 02:30:15 is left out, cron would make it at 03:00"));
  EXPECT_THAT(changes("*-*-* 2:0/30", "Europe/Berlin"),  // as "*/30 2 * * *"
              ElementsAre("2027-10-31 the runs of 02:00 and 02:30 are left out the second time, "
                          "cron would make them both times"));
  EXPECT_THAT(changes("hourly", "Europe/Berlin"), IsEmpty());
}

TEST(ClockChanges, AreOnlyThoseOfTheSpan) {
  sa::TimeZones zones;
  const auto day = std::chrono::sys_days{std::chrono::year{2027} / 3 / 28};
  const auto change = day + std::chrono::hours{1};
  const auto between = [&](sa::Instant from, sa::Instant to) {
    return sa::clock_changes("30 2 * * *", "Europe/Berlin", zones, from, to).size();
  };
  EXPECT_EQ(between(change, change + std::chrono::seconds{1}), 1U);
  EXPECT_EQ(between(day, change), 0U);
  EXPECT_EQ(between(change + std::chrono::seconds{1}, change + std::chrono::hours{9}), 0U);
}

}  // namespace
