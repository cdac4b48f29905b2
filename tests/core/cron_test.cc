#include "core/cron.h"

#include <algorithm>
#include <array>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

namespace {

// The calendar expressions of a line, or the problem.
std::string calendar_text(const std::string& line) {
  const auto parsed = sa::parse_cron(line);
  if (const auto* problem = std::get_if<sa::CalendarProblem>(&parsed)) {
    return std::to_string(problem->column) + ": " + problem->message;
  }
  std::string out;
  for (const auto& spec : sa::calendar_of(std::get<sa::CronSchedule>(parsed), "")) {
    out += (out.empty() ? "" : " | ") + sa::to_string(spec);
  }
  return out;
}

struct Line {
  const char* text;
  const char* calendar;
};

class CronLine : public testing::TestWithParam<Line> {};

TEST_P(CronLine, BecomesCalendarExpressionsOrAProblem) {
  EXPECT_EQ(calendar_text(GetParam().text), GetParam().calendar);
}

INSTANTIATE_TEST_SUITE_P(
    Meanings, CronLine,
    testing::Values(
        Line{"* * * * *", "*-*-* *:*:00"}, Line{"*/5 * * * *", "*-*-* *:00/5:00"},
        Line{"*/7 * * * *", "*-*-* *:00..56/7:00"},
        Line{"5-59/15 1-23/2 * * *", "*-*-* 01/2:05/15:00"}, Line{"0 2 * * *", "*-*-* 02:00:00"},
        Line{"  30\t4  1,15 * *  ", "*-*-01,15 04:30:00"},
        Line{"30 4 1,15 * 5", "*-*-01,15 04:30:00 | Fri *-*-* 04:30:00"},
        Line{"30 4 */2 * 5", "Fri *-*-01..31/2 04:30:00"}, Line{"30 4 1-31 * 5", "*-*-* 04:30:00"},
        Line{"0 0 * * 7", "Sun *-*-* 00:00:00"}, Line{"0 0 * * 0,7", "Sun *-*-* 00:00:00"},
        Line{"0 0 * * 5-7", "Fri..Sun *-*-* 00:00:00"}, Line{"0 0 * * 0-7", "*-*-* 00:00:00"},
        Line{"0 9-17/2 * JAN-mar Mon-Fri", "Mon..Fri *-01..03-* 09..17/2:00:00"},
        Line{"1-3,7,20-59/20 0 * * *", "*-*-* 00:01..03,07,20,40:00"},
        Line{"0 0 29 feb *", "*-02-29 00:00:00"}, Line{"*/40 * * * *", "*-*-* *:00,40:00"},
        Line{"@yearly", "*-01-01 00:00:00"}, Line{"@annually", "*-01-01 00:00:00"},
        Line{"@monthly", "*-*-01 00:00:00"}, Line{"@weekly", "Sun *-*-* 00:00:00"},
        Line{"@daily", "*-*-* 00:00:00"}, Line{"@midnight", "*-*-* 00:00:00"},
        Line{"@hourly", "*-*-* *:00:00"}, Line{"@reboot", ""}));

INSTANTIATE_TEST_SUITE_P(
    Refusals, CronLine,
    testing::Values(
        Line{"0 45 * * *", "3: expected an hour from 0 to 23, got '45'"},
        Line{"60 0 * * *", "1: expected a minute from 0 to 59, got '60'"},
        Line{"0 0 0 * *", "5: expected a day from 1 to 31, got '0'"},
        Line{"0 0 * 13 *", "7: expected a month from 1 to 12 or jan to dec, got '13'"},
        Line{"0 0 * foo *", "7: expected a month from 1 to 12 or jan to dec, got 'foo'"},
        Line{"0 0 * * 8", "9: expected a weekday from 0 to 7 or sun to sat, got '8'"},
        Line{"0 0 * * monday", "9: expected a weekday from 0 to 7 or sun to sat, got 'monday'"},
        Line{"0 22-6 * * *", "3: expected a range that rises, got '22-6'"},
        Line{"0 0 * * fri-sun", "9: expected a range that rises, got 'fri-sun'"},
        Line{"5/10 * * * *", "2: expected a range or '*' before the step, got '/'"},
        Line{"*/0 * * * *", "3: expected a step above 0, got '0'"},
        Line{"*/ * * * *", "3: expected a step above 0, got ' '"},
        Line{"*5 * * * *", "2: expected ',', '-', '/' or a blank, got '5'"},
        Line{"0, * * * *", "3: expected a minute from 0 to 59, got ' '"},
        Line{"0 0 * *", "8: expected a weekday from 0 to 7 or sun to sat, got the end"},
        Line{"", "1: expected a minute from 0 to 59, got the end"},
        Line{"0 0 * * * root", "11: expected the end after five fields, got 'root'"},
        Line{"@daily x", "8: expected the end after '@daily', got 'x'"},
        Line{"@fortnightly",
             "1: expected @reboot, @yearly, @annually, @monthly, @weekly, @daily, @midnight or "
             "@hourly, got '@fortnightly'"},
        Line{"99999999999999999999 * * * *",
             "1: expected a minute from 0 to 59, got '99999999999999999999'"}));

// What Debian's cron calls MIN_STAR and HR_STAR.
TEST(Cron, KnowsWhichFieldsBeginWithAStar) {
  const auto stars = [](const char* text) {
    const auto line = std::get<sa::CronSchedule>(sa::parse_cron(text));
    return std::string(line.any_minute ? "m" : "") + (line.any_hour ? "h" : "") +
           (line.any_day ? "d" : "") + (line.any_weekday ? "w" : "");
  };
  EXPECT_EQ(stars("* * * * *"), "mhdw");
  EXPECT_EQ(stars("*/5 0-23 1-31 * 0-6"), "m");
  EXPECT_EQ(stars("0 *,3 */2 * 1"), "hd");
  EXPECT_EQ(stars("0,* 2 1,* 1 1,*"), "");
  EXPECT_EQ(stars("@hourly"), "hdw");
  EXPECT_EQ(stars("@daily"), "dw");
}

// crontab(5) read a second time, field by field and minute by minute, in the plainest way.
struct PlainCron {
  std::vector<std::string> fields;

  static bool allows(const std::string& field, int value, int low, int high) {
    std::istringstream list(field);
    for (std::string part; std::getline(list, part, ',');) {
      const auto slash = part.find('/');
      const int step = slash == std::string::npos ? 1 : std::stoi(part.substr(slash + 1));
      const std::string range = part.substr(0, slash);
      const auto dash = range.find('-');
      const bool star = range == "*";
      const int first = star ? low : std::stoi(range);
      const int last = star                        ? high
                       : dash == std::string::npos ? first
                                                   : std::stoi(range.substr(dash + 1));
      if (value >= first && value <= last && (value - first) % step == 0) return true;
    }
    return false;
  }

  bool allows_day(const std::chrono::sys_days day) const {
    const std::chrono::year_month_day date{day};
    const int weekday = static_cast<int>(std::chrono::weekday{day}.c_encoding());
    const bool month_fits = allows(fields[3], static_cast<int>(unsigned{date.month()}), 1, 12);
    const bool day_fits = allows(fields[2], static_cast<int>(unsigned{date.day()}), 1, 31);
    const bool weekday_fits =
        allows(fields[4], weekday, 0, 7) || (weekday == 0 && allows(fields[4], 7, 0, 7));
    const bool either = fields[2][0] != '*' && fields[4][0] != '*';
    return month_fits && (either ? day_fits || weekday_fits : day_fits && weekday_fits);
  }

  std::vector<sa::Instant> year_from(std::chrono::sys_days begin) const {
    std::array<bool, 24> hours{};
    std::array<bool, 60> minutes{};
    for (int hour = 0; hour < 24; ++hour) hours[std::size_t(hour)] = allows(fields[1], hour, 0, 23);
    for (int each = 0; each < 60; ++each)
      minutes[std::size_t(each)] = allows(fields[0], each, 0, 59);
    std::vector<sa::Instant> due;
    for (auto day = begin; day < begin + std::chrono::days{366}; day += std::chrono::days{1}) {
      if (!allows_day(day)) continue;
      for (int minute = 0; minute < 1440; ++minute) {
        const bool fits = hours[std::size_t(minute) / 60] && minutes[std::size_t(minute) % 60];
        if (fits) due.push_back(day + std::chrono::minutes{minute});
      }
    }
    return due;
  }
};

class CronLines {
 public:
  explicit CronLines(unsigned seed) : random_(seed) {}

  std::vector<std::string> next() {
    return {field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 7)};
  }

 private:
  int number(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }

  std::string part(int low, int high) {
    const int first = number(low, high);
    const std::string step = "/" + std::to_string(number(1, 12));
    const std::string range = std::to_string(first) + "-" + std::to_string(number(first, high));
    switch (number(0, high == 59 ? 9 : 4)) {
      case 0:
        return range;
      case 1:
        return range + step;
      case 2:
        return "*" + step;
      default:
        return std::to_string(first);
    }
  }

  std::string field(int low, int high) {
    if (number(0, high == 59 ? 9 : 2) == 0) return "*";
    std::string list = part(low, high);
    while (number(0, 3) == 0) list += "," + part(low, high);
    return list;
  }

  std::mt19937 random_;
};

class CronYear : public testing::TestWithParam<unsigned> {};

TEST_P(CronYear, RunsWhenAPlainReadingOfEveryMinuteOfAYearWouldRunIt) {
  const std::chrono::sys_days begin{std::chrono::year{2027} / 3 / 1};  // with a 29th of February
  const sa::TimeZone utc;
  CronLines lines(GetParam());
  for (int i = 0; i < 500; ++i) {
    const PlainCron plain{lines.next()};
    std::string text;
    for (const auto& field : plain.fields) text += field + " ";
    const auto parsed = sa::parse_cron(text);
    ASSERT_TRUE(std::holds_alternative<sa::CronSchedule>(parsed)) << text;
    std::vector<sa::Instant> due;
    for (const auto& spec : sa::calendar_of(std::get<sa::CronSchedule>(parsed), "UTC")) {
      sa::visit_due(spec, utc, begin - std::chrono::microseconds{1},
                    begin + std::chrono::days{366} - std::chrono::microseconds{1},
                    [&](sa::Instant at) {
                      due.push_back(at);
                      return true;
                    });
    }
    std::sort(due.begin(), due.end());
    due.erase(std::unique(due.begin(), due.end()), due.end());
    const auto wanted = plain.year_from(begin);
    const auto [ours, theirs] = std::mismatch(due.begin(), due.end(), wanted.begin(), wanted.end());
    ASSERT_TRUE(ours == due.end() && theirs == wanted.end())
        << text << "differs after " << ours - due.begin() << " of " << due.size() << " and of "
        << wanted.size();
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, CronYear, testing::Values(1, 2, 3, 4));

}  // namespace
