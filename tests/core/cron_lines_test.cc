#include "core/cron_lines.h"

#include "core/cron.h"
#include "core/due_instants.h"
#include "core/schedule.h"

#include <random>
#include <set>

#include <gtest/gtest.h>

namespace sa {
namespace {

using Texts = std::vector<std::string>;

Schedule schedule_of(const Texts& texts, std::string_view zone, TimeZones& zones) {
  Schedule all;
  for (const std::string& text : texts) {
    const auto parsed = parse_schedule(text, zone, zones);
    EXPECT_TRUE(std::holds_alternative<Schedule>(parsed)) << text;
    if (const auto* one = std::get_if<Schedule>(&parsed)) append(all, *one);
  }
  return all;
}

// "0 4 * * * | 5 4 * * *", or what is in the way: "1: expected ...".
std::string lines_of(const Texts& texts, std::string_view host = "Europe/Berlin",
                     std::string_view zone = "") {
  TimeZones zones(host);
  const auto made = cron_lines(schedule_of(texts, zone, zones).calendars, zones);
  if (const auto* obstacle = std::get_if<CronObstacle>(&made))
    return std::to_string(obstacle->calendar) + ": " + obstacle->message;
  std::string all;
  for (const std::string& line : std::get<Texts>(made)) all += (all.empty() ? "" : " | ") + line;
  return all;
}

TEST(CronLines, OfCronsOwnTextMeanTheSame) {
  for (const char* line :
       {"* * * * *", "*/5 * * * *", "*/7 * * * *", "30 2 * * *", "0 9-17 * * 1-5", "0 0 1 1 *",
        "30 4 1,15 * 5", "5,35 */6 * * *", "0 22,23 1-7 2-12/2 *", "0 4 29 2 *", "1-59/2 * * * *"})
    EXPECT_EQ(lines_of({line}), line);
}

TEST(CronLines, OfTheWordsOfCron) {
  EXPECT_EQ(lines_of({"@hourly"}), "0 * * * *");
  EXPECT_EQ(lines_of({"@daily"}), "0 0 * * *");
  EXPECT_EQ(lines_of({"@weekly"}), "0 0 * * 0");
  EXPECT_EQ(lines_of({"@monthly"}), "0 0 1 * *");
  EXPECT_EQ(lines_of({"@yearly"}), "0 0 1 1 *");
}

TEST(CronLines, OfCalendarExpressions) {
  EXPECT_EQ(lines_of({"Mon..Fri 08..17:00/30"}), "0,30 8-17 * * 1-5");
  EXPECT_EQ(lines_of({"quarterly"}), "0 0 1 */3 *");
  EXPECT_EQ(lines_of({"Sun *-*-* 03:10"}), "10 3 * * 0");
}

TEST(CronLines, KeepTheDaysThatMustBothFit) {
  EXPECT_EQ(lines_of({"Mon *-*-1..7 04:00"}), "0 4 */31,2-7 * 1");
  EXPECT_EQ(lines_of({"Sun *-*-8..14 04:00"}), "0 4 8-14 * */7");
  EXPECT_EQ(lines_of({"0 4 */2 * 1"}), "0 4 */2 * 1");
  EXPECT_EQ(lines_of({"Mon *-*-8..14 04:00"}),
            "0: expected days of the month or of the week, cron takes either of them");
}

TEST(CronLines, AreJoinedWhereTheyWouldStartTheJobTwice) {
  EXPECT_EQ(lines_of({"0 */2 * * *", "0 */3 * * *"}), "0 0,2-4,6,8-10,12,14-16,18,20-22 * * *");
  EXPECT_EQ(lines_of({"*/15 * * * *", "0 4 * * 1"}), "*/15 * * * *");
  EXPECT_EQ(lines_of({"0 4 1 * 1", "0 5 1 * 1"}), "0 4,5 1 * 1");
  EXPECT_EQ(lines_of({"0 4 * * *", "30 5 * * 1"}), "0 4 * * * | 30 5 * * 1");
  EXPECT_EQ(lines_of({"0 */2 * * 1-5", "0 4 * * *"}), "0 */2 * * 1-5 | 0 4 * * 0,6");
  EXPECT_EQ(lines_of({"30 4 * * *", "0 */2 * * 1-5", "0 4 1,8 * *"}),
            "30 4 * * * | 0 */2 * * 1-5 | 0 4 */31,8 * 0,6");
  EXPECT_EQ(lines_of({"0 */2 * * 0", "0 4 8 * *"}),
            "0 4 8 * * | 0 0,2,6,8,10,12,14,16,18,20,22 * * 0 | 0 4 */31,2-7,9-31 * 0");
  EXPECT_EQ(lines_of({"0 4 1 * 1", "0 */2 * 5 *"}),
            "0: expected schedules that are never due together, or one that says it all: cron "
            "would start the job twice");
}

TEST(CronLines, SayWhatCronCannot) {
  EXPECT_EQ(lines_of({"*:*:0/10"}),
            "0: expected full minutes, cron knows no seconds, got '*-*-* *:*:00/10 UTC'");
  EXPECT_EQ(lines_of({"0 4 * * *", "2027-01-01"}),
            "1: expected no year, cron knows none, got '2027-01-01 00:00:00'");
  EXPECT_EQ(lines_of({"*-*~1 04:00"}),
            "0: expected days counted from the first, as cron does, got '*-*~01 04:00:00'");
}

TEST(CronLines, AreInTheHostsZone) {
  EXPECT_EQ(lines_of({"0 4 * * *"}, "Europe/Berlin", "Europe/Berlin"), "0 4 * * *");
  EXPECT_EQ(lines_of({"0 4 * * *"}, "UTC", "Etc/UTC"), "0 4 * * *");
  EXPECT_EQ(lines_of({"0 4 * * *"}, "Europe/Berlin", "America/New_York"),
            "0: expected the host's time zone Europe/Berlin, which is cron's, got "
            "'*-*-* 04:00:00 America/New_York'");
}

TEST(CronLines, TakeAnotherZoneWhereItMeansTheSame) {
  EXPECT_EQ(lines_of({"*/5 * * * *"}, "Europe/Berlin", "America/New_York"), "*/5 * * * *");
  EXPECT_EQ(lines_of({"7 * * * *"}, "Asia/Kolkata", "America/New_York"),
            "0: expected the host's time zone Asia/Kolkata, which is cron's, got "
            "'*-*-* *:07:00 UTC'");
}

std::set<Instant> due_in(const std::vector<CalendarSpec>& calendars, TimeZones& zones) {
  const Instant from{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};
  std::set<Instant> all;
  for (const CalendarSpec& spec : calendars)
    visit_due(spec, zone_of(spec, zones), from, from + std::chrono::days(366), [&](Instant due) {
      all.insert(due);
      return true;
    });
  return all;
}

// When each of the lines is due; what two of them share is there twice.
std::multiset<Instant> due_of_lines(const Texts& lines, TimeZones& zones) {
  std::multiset<Instant> all;
  for (const std::string& line : lines) {
    const auto parsed = parse_cron(line);
    EXPECT_TRUE(std::holds_alternative<CronSchedule>(parsed)) << line;
    const auto due = due_in(calendar_of(std::get<CronSchedule>(parsed), ""), zones);
    all.insert(due.begin(), due.end());
  }
  return all;
}

// A field of crontab(5) at random.
std::string field(std::mt19937& random, int low, int high) {
  const auto number = [&](int from, int to) {
    return std::uniform_int_distribution<int>(from, to)(random);
  };
  const int first = number(low, high);
  switch (number(0, 5)) {
    case 0:
      return std::to_string(first);
    case 1:
      return std::to_string(first) + "-" + std::to_string(number(first, high));
    case 2:
      return std::to_string(first) + "," + std::to_string(number(low, high));
    case 3:
      return "*/" + std::to_string(number(1, high));
    default:
      return "*";
  }
}

// Some schedules at random, in cron's words.
Texts random_schedules(std::mt19937& random, int count) {
  Texts texts;
  const std::string minute = std::to_string(random() % 60);
  for (int i = 0; i < count; ++i)
    texts.push_back(minute + " " + field(random, 0, 23) + " " + field(random, 1, 28) + " " +
                    field(random, 1, 12) + " " + field(random, 0, 6));
  return texts;
}

// UTC has no changes of the clocks, where cron and systemd would differ.
TEST(CronLines, AreDueWhenTheScheduleIsOverAYearAndNeverTwice) {
  TimeZones zones("UTC");
  std::mt19937 random(7);
  int made = 0, joined = 0;
  for (int round = 0; round < 300; ++round) {
    const Texts texts = random_schedules(random, 1 + round % 3);
    SCOPED_TRACE(testing::PrintToString(texts));
    const Schedule wanted = schedule_of(texts, "", zones);
    const auto lines = cron_lines(wanted.calendars, zones);
    if (!std::holds_alternative<Texts>(lines)) continue;
    const auto due = due_in(wanted.calendars, zones);
    EXPECT_EQ(due_of_lines(std::get<Texts>(lines), zones),
              std::multiset<Instant>(due.begin(), due.end()));
    ++made;
    joined += std::get<Texts>(lines).size() < texts.size();
  }
  EXPECT_GT(made, 200);
  EXPECT_GT(joined, 10);
}

std::string clock_of(Duration span) {
  const auto spec = by_the_clock(span);
  return spec ? to_string(*spec) : "none";
}

TEST(CronLines, OfASpanAreByTheClock) {
  using namespace std::chrono;
  EXPECT_EQ(clock_of(minutes(1)), "*-*-* *:*:00");
  EXPECT_EQ(clock_of(minutes(15)), "*-*-* *:00/15:00");
  EXPECT_EQ(clock_of(hours(1)), "*-*-* *:00:00");
  EXPECT_EQ(clock_of(hours(6)), "*-*-* 00..18/6:00:00");
  EXPECT_EQ(clock_of(hours(24)), "*-*-* 00:00:00");
  for (const Duration span :
       {Duration(seconds(30)), Duration(seconds(90)), Duration(minutes(7)), Duration(minutes(90)),
        Duration(hours(5)), Duration(hours(48)), Duration(days(365'000))})
    EXPECT_EQ(clock_of(span), "none");
}

}  // namespace
}  // namespace sa
