#include "core/schedule.h"

#include <chrono>
#include <string>

#include <gtest/gtest.h>

namespace {

using sa::Instant;
using namespace std::chrono_literals;

// The parts of a schedule on a host in Berlin, or the problem.
std::string schedule_text(std::string_view text, std::string_view zone = "") {
  sa::TimeZones zones("Europe/Berlin");
  const auto parsed = sa::parse_schedule(text, zone, zones);
  if (const auto* problem = std::get_if<sa::CalendarProblem>(&parsed)) {
    return std::to_string(problem->column) + ": " + problem->message;
  }
  const auto& schedule = std::get<sa::Schedule>(parsed);
  std::string out = schedule.at_boot ? "boot" : "";
  for (const auto& spec : schedule.calendars) {
    out += (out.empty() ? "" : " | ") + sa::to_string(spec);
  }
  for (const auto every : schedule.every) out += "every " + std::to_string(every / 1ms) + "ms";
  return out;
}

struct Text {
  const char* text;
  const char* schedule;
};

class ScheduleText : public testing::TestWithParam<Text> {};

TEST_P(ScheduleText, BecomesWhatATimerIsGivenOrAProblem) {
  EXPECT_EQ(schedule_text(GetParam().text), GetParam().schedule);
}

INSTANTIATE_TEST_SUITE_P(
    Languages, ScheduleText,
    testing::Values(Text{"30 2 * * *", "*-*-* 02:30:00"}, Text{"  30\t2 * * *\n", "*-*-* 02:30:00"},
                    Text{"@daily", "*-*-* 00:00:00"}, Text{"@reboot", "boot"},
                    Text{"30 4 1,15 * 5", "*-*-01,15 04:30:00 | Fri *-*-* 04:30:00"},
                    Text{"every 15min", "every 900000ms"}, Text{"Every  1d 2h", "every 93600000ms"},
                    Text{"every 1.5s", "every 1500ms"}, Text{"daily", "*-*-* 00:00:00"},
                    Text{"Mon..Fri 9:00 Europe/London", "Mon..Fri *-*-* 09:00:00 Europe/London"},
                    Text{"12:00 CEST", "*-*-* 12:00:00 CEST"},
                    Text{"@1795320696", "2026-11-22 04:11:36 UTC"},
                    Text{"  2026-11-22 5:00 ", "2026-11-22 05:00:00"}));

INSTANTIATE_TEST_SUITE_P(
    ClosedSteps, ScheduleText,
    testing::Values(
        Text{"*:0/5", "*-*-* *:00/5:00 UTC"}, Text{"*:0/7", "*-*-* *:00..56/7:00 UTC"},
        Text{"*:2/6,0", "*-*-* *:00,02..56/6:00 UTC"}, Text{"*:5/7", "*-*-* *:05/7:00 UTC"},
        Text{"*:1/8", "*-*-* *:01..57/8:00 UTC"}, Text{"*:*:0/7", "*-*-* *:*:00..56/7 UTC"},
        Text{"*:*:0/0.7", "*-*-* *:*:00..59.500000/0.700000 UTC"},
        Text{"*:*:0/0.3", "*-*-* *:*:00/0.300000 UTC"}, Text{"*-*-1/4", "*-*-01..29/4 00:00:00"},
        Text{"*-1/3-1", "*-01/3-01 00:00:00"}, Text{"*-1/5-1", "*-01..11/5-01 00:00:00"},
        Text{"*-*~28/20", "*-*~08..28/20 00:00:00"}, Text{"*-*~7/1", "*-*~07/1 00:00:00"}));

// "0/6:00" in America/Havana is never due again once midnight was left out there.
INSTANTIATE_TEST_SUITE_P(StepsOfHoursThatWouldStopATimer, ScheduleText,
                         testing::Values(Text{"0/6:05", "*-*-* 00..18/6:05:00"},
                                         Text{"5 */6 * * *", "*-*-* 00..18/6:05:00"}));

INSTANTIATE_TEST_SUITE_P(
    TheSameInEveryHour, ScheduleText,
    testing::Values(
        Text{"*/5 * * * *", "*-*-* *:00/5:00 UTC"}, Text{"@hourly", "*-*-* *:00:00 UTC"},
        Text{"0 0-23 1-31 * 0-6", "*-*-* *:00:00 UTC"}, Text{"hourly", "*-*-* *:00:00 UTC"},
        Text{"*-1/1-* 0..23:*:0/30", "*-01/1-* 00..23:*:00/30 UTC"},
        Text{"*:0/5 America/New_York", "*-*-* *:00/5:00 UTC"},
        Text{"*:0/5 Asia/Kathmandu", "*-*-* *:00/5:00 Asia/Kathmandu"},
        Text{"*:0/5 Australia/Lord_Howe", "*-*-* *:00/5:00 Australia/Lord_Howe"},
        Text{"*:0/5 CET", "*-*-* *:00/5:00 CET"}, Text{"2027-*-* *:0/5", "2027-*-* *:00/5:00"},
        Text{"*/5 1-23 * * *", "*-*-* 01..23:00/5:00"},
        Text{"*/5 * * * 1-5", "Mon..Fri *-*-* *:00/5:00"}));

INSTANTIATE_TEST_SUITE_P(
    Refusals, ScheduleText,
    testing::Values(
        Text{"",
             "1: expected five cron fields, an @word, a calendar expression or 'every 15min', "
             "got the end"},
        Text{" \n",
             "1: expected five cron fields, an @word, a calendar expression or 'every "
             "15min', got the end"},
        Text{"0 45 * * *", "3: expected an hour from 0 to 23, got '45'"},
        Text{"  0 45 * * *", "5: expected an hour from 0 to 23, got '45'"},
        Text{"0 2 * *",
             "8: expected five cron fields (minute, hour, day, month, weekday), got 4 "
             "fields"},
        Text{"* *",
             "4: expected five cron fields (minute, hour, day, month, weekday), got 2 fields"},
        Text{"0 0 2 * * *",
             "11: expected five cron fields (minute, hour, day, month, weekday) and "
             "the end, got '*'"},
        Text{"*/5 * * * * /bin/x --url=http://y",
             "13: expected five cron fields (minute, hour, day, month, weekday) and the end, got "
             "'/bin/x'"},
        Text{"Mon-Fri 9 * * *", "1: expected a minute from 0 to 59, got 'Mon'"},
        Text{"@fortnightly",
             "1: expected @reboot, @yearly, @annually, @monthly, @weekly, @daily, @midnight or "
             "@hourly, got '@fortnightly'"},
        Text{"every", "6: expected a duration such as 15min, got the end"},
        Text{"every day", "7: expected a duration such as 15min, got 'day'"},
        Text{"every 15min * * *", "7: expected a duration such as 15min, got '15min * * *'"},
        Text{"every 0", "7: expected a duration of at least 1s, got '0'"},
        Text{"every 999ms", "7: expected a duration of at least 1s, got '999ms'"},
        Text{"every 101y", "7: expected a duration of at most 100y, got '101y'"},
        Text{"every 99999999999999999999y",
             "7: expected a duration such as 15min, got '99999999999999999999y'"},
        Text{"0 0 31 2 *", "5: expected a day that one of the months has, got '31'"},
        Text{"0 0 30,31 2 *", "5: expected a day that one of the months has, got '30,31'"},
        Text{"2027-02-30", "1: expected a date that exists, got '2027-02-30'"},
        Text{"Mon 2026-11-22", "1: expected a date that exists, got 'Mon 2026-11-22'"},
        Text{"*", "2: expected ':', got the end"},
        Text{"25:00", "1: expected an hour from 0 to 23, got '25'"}));

TEST(Schedule, DropsTheHalfOfACronLineThatCanNeverBe) {
  EXPECT_EQ(schedule_text("0 0 31 2 5"), "Fri *-02-* 00:00:00");
}

TEST(Schedule, RefusesAZeroByteWithItsPlace) {
  EXPECT_EQ(schedule_text(std::string_view("0 2 \0 * *", 9)), "5: expected text, got a zero byte");
}

TEST(Schedule, RefusesAMegabyteWithinAMoment) {
  const auto began = std::chrono::steady_clock::now();
  for (const char* piece :
       {"1", "1,", "0/1,", " ", "* ", "a", "*:", "every 1", "1-", "@", "Mon,"}) {
    std::string text = std::string(piece) + " 2 * * ";
    while (text.size() < 1'000'000) text += piece;
    EXPECT_NE(schedule_text(text).find(": expected "), std::string::npos) << piece;
    EXPECT_LT(schedule_text(text).size(), 300U) << piece;
  }
  EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
}

TEST(Schedule, IsInTheTimeZoneOfItsJob) {
  EXPECT_EQ(schedule_text("0 2 * * *", "Asia/Kathmandu"), "*-*-* 02:00:00 Asia/Kathmandu");
  EXPECT_EQ(schedule_text("Mon 2:00", "Asia/Kathmandu"), "Mon *-*-* 02:00:00 Asia/Kathmandu");
  EXPECT_EQ(schedule_text("2:00 Asia/Kathmandu", "Asia/Kathmandu"),
            "*-*-* 02:00:00 Asia/Kathmandu");
  EXPECT_EQ(schedule_text("@1795320696", "Asia/Kathmandu"), "2026-11-22 04:11:36 UTC");
}

TEST(Schedule, RefusesASecondTimeZone) {
  EXPECT_EQ(schedule_text("2:00 UTC", "Europe/Berlin"),
            "6: expected no time zone, or 'Europe/Berlin' as in timezone, got 'UTC'");
  EXPECT_EQ(schedule_text(" 2:00 CEST", "Europe/Berlin"),
            "7: expected no time zone, or 'Europe/Berlin' as in timezone, got 'CEST'");
}

TEST(Schedule, RefusesATimeZoneThatIsNone) {
  EXPECT_EQ(schedule_text("0 2 * * *", "Europe/Bonn"),
            "1: expected a time zone such as Europe/Berlin, got 'Europe/Bonn'");
}

sa::Schedule parsed(std::string_view text) {
  sa::TimeZones zones("Europe/Berlin");
  return std::get<sa::Schedule>(sa::parse_schedule(text, "", zones));
}

TEST(Schedule, TakesWhatIsWrittenTwiceOnce) {
  sa::Schedule schedule = parsed("0 2 * * *");
  sa::append(schedule, parsed("2:00"));
  sa::append(schedule, parsed("every 1h"));
  sa::append(schedule, parsed("every 60min"));
  sa::append(schedule, parsed("@reboot"));
  EXPECT_EQ(schedule.calendars, parsed("0 2 * * *").calendars);
  EXPECT_EQ(schedule.every, std::vector<sa::Duration>{1h});
  EXPECT_TRUE(schedule.at_boot);
}

constexpr Instant year_2027 = std::chrono::sys_days{std::chrono::year{2027} / 1 / 1};

std::optional<sa::Duration> gap(const std::vector<const char*>& texts) {
  sa::TimeZones zones("Europe/Berlin");
  sa::Schedule schedule;
  for (const char* text : texts) sa::append(schedule, parsed(text));
  return sa::shortest_gap(schedule, zones, year_2027);
}

TEST(ShortestGap, IsThatOfAllPartsTogether) {
  EXPECT_EQ(gap({"*/5 * * * *"}), 5min);
  EXPECT_EQ(gap({"*/7 * * * *"}), 4min);  // from :56 to :00
  EXPECT_EQ(gap({"0 2 * * *"}), 24h);
  EXPECT_EQ(gap({"0 9-17/4 * * 1-5"}), 4h);
  EXPECT_EQ(gap({"0,50 2,14 * * *"}), 50min);
  EXPECT_EQ(gap({"0 2 * * *", "10 2 * * 0"}), 10min);
  EXPECT_EQ(gap({"0 2 * * *", "every 1h"}), 1h);
  EXPECT_EQ(gap({"*:*:0/0.5"}), 500ms);
  EXPECT_EQ(gap({"30 4 1 * *"}), 28 * 24h);
  EXPECT_EQ(gap({"30 4 1,15 * 5"}), 24h);
}

TEST(ShortestGap, IsNoneWhereLessThanTwoAreLeft) {
  EXPECT_EQ(gap({"2027-05-05"}), std::nullopt);
  EXPECT_EQ(gap({"2026-05-05"}), std::nullopt);
  EXPECT_EQ(gap({"@reboot"}), std::nullopt);
  EXPECT_EQ(gap({"2027-05-05", "2027-05-06"}), 24h);
}

}  // namespace
