#include "core/calendar.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {

using sa::Instant;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// "2026-10-25 01:30:00" in UTC.
Instant utc(const std::string& text) {
  const auto number = [&](std::size_t at, std::size_t size) {
    return std::stoi(text.substr(at, size));
  };
  const std::chrono::year_month_day day{std::chrono::year{number(0, 4)},
                                        std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                        std::chrono::day{static_cast<unsigned>(number(8, 2))}};
  return std::chrono::sys_days{day} + hours{number(11, 2)} + minutes{number(14, 2)} +
         seconds{number(17, 2)};
}

std::string text_of(Instant instant) {
  const auto day = std::chrono::floor<days>(instant);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{instant - day};
  std::array<char, 64> out{};
  std::snprintf(out.data(), out.size(), "%04d-%02u-%02u %02d:%02d:%02d", int{date.year()},
                unsigned{date.month()}, unsigned{date.day()},
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  const auto usec = time.subseconds().count();
  return out.data() + (usec == 0 ? std::string() : "." + std::to_string(1000000 + usec).substr(1));
}

std::string text_of(const std::optional<Instant>& instant) {
  return instant ? text_of(*instant) : "never";
}

// What one text means to a host in one zone.
class Calendar {
 public:
  explicit Calendar(const std::string& text, const char* local = "UTC")
      : zones_(local), parsed_(sa::parse_calendar(text, zones_)) {}

  const sa::CalendarSpec& spec() const { return std::get<sa::CalendarSpec>(parsed_); }
  const sa::TimeZone& zone() { return sa::zone_of(spec(), zones_); }

  // The normal form, or the problem.
  std::string text() const {
    if (const auto* problem = std::get_if<sa::CalendarProblem>(&parsed_)) {
      return std::to_string(problem->column) + ": " + problem->message;
    }
    return sa::to_string(spec());
  }

  std::string next(const std::string& after) {
    return text_of(sa::next_due(spec(), zone(), utc(after)));
  }
  std::string previous(const std::string& at) {
    return text_of(sa::previous_due(spec(), zone(), utc(at)));
  }

  std::vector<std::string> between(const std::string& from, const std::string& to,
                                   std::size_t most = 100) {
    std::vector<std::string> due;
    sa::visit_due(spec(), zone(), utc(from), utc(to), [&](Instant at) {
      due.push_back(text_of(at));
      return due.size() < most;
    });
    return due;
  }

 private:
  sa::TimeZones zones_;
  std::variant<sa::CalendarSpec, sa::CalendarProblem> parsed_;
};

struct Meaning {
  const char* text;
  const char* normal;
  const char* next;  // after 2026-11-22 06:51:27 UTC, a Sunday, on a host in UTC
};

class CalendarMeaning : public testing::TestWithParam<Meaning> {};

TEST_P(CalendarMeaning, IsThatOfSystemd) {
  Calendar calendar(GetParam().text);
  EXPECT_EQ(calendar.text(), GetParam().normal);
  EXPECT_EQ(calendar.next("2026-11-22 06:51:27"), GetParam().next);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, CalendarMeaning,
    testing::Values(
        Meaning{"minutely", "*-*-* *:*:00", "2026-11-22 06:52:00"},
        Meaning{"hourly", "*-*-* *:00:00", "2026-11-22 07:00:00"},
        Meaning{"daily", "*-*-* 00:00:00", "2026-11-23 00:00:00"},
        Meaning{"monthly", "*-*-01 00:00:00", "2026-12-01 00:00:00"},
        Meaning{"weekly", "Mon *-*-* 00:00:00", "2026-11-23 00:00:00"},
        Meaning{"yearly", "*-01-01 00:00:00", "2027-01-01 00:00:00"},
        Meaning{"quarterly", "*-01,04,07,10-01 00:00:00", "2027-01-01 00:00:00"},
        Meaning{"semiannually", "*-01,07-01 00:00:00", "2027-01-01 00:00:00"},
        Meaning{"Daily Europe/Berlin", "*-*-* 00:00:00 Europe/Berlin", "2026-11-22 23:00:00"},
        Meaning{"02:00", "*-*-* 02:00:00", "2026-11-23 02:00:00"},
        Meaning{"2027-03-04", "2027-03-04 00:00:00", "2027-03-04 00:00:00"},
        Meaning{"03-05", "*-03-05 00:00:00", "2027-03-05 00:00:00"},
        Meaning{"27-3-5 6:7:8", "2027-03-05 06:07:08", "2027-03-05 06:07:08"},
        Meaning{"Mon", "Mon *-*-* 00:00:00", "2026-11-23 00:00:00"},
        Meaning{"sat..sun,Wednesday 12:00", "Wed,Sat,Sun *-*-* 12:00:00", "2026-11-22 12:00:00"},
        Meaning{"Mon-Fri 9..17:0/15", "Mon..Fri *-*-* 09..17:00/15:00", "2026-11-23 09:00:00"},
        Meaning{"Mon..Sun 5:00", "*-*-* 05:00:00", "2026-11-23 05:00:00"},
        Meaning{"*-*~1", "*-*~01 00:00:00", "2026-11-30 00:00:00"},
        Meaning{"*-02~01", "*-02~01 00:00:00", "2027-02-28 00:00:00"},
        Meaning{"Mon *-05~07/1", "Mon *-05~07/1 00:00:00", "2027-05-31 00:00:00"},
        Meaning{"*-*~1..3 12:00", "*-*~01..03 12:00:00", "2026-11-28 12:00:00"},
        Meaning{"Fri *-*-13", "Fri *-*-13 00:00:00", "2027-08-13 00:00:00"},
        Meaning{"*-02-29", "*-02-29 00:00:00", "2028-02-29 00:00:00"},
        Meaning{"*-02-30", "*-02-30 00:00:00", "never"},
        Meaning{"2020-*-*", "2020-*-* 00:00:00", "never"},
        Meaning{"2100-01-01", "2100-01-01 00:00:00", "2100-01-01 00:00:00"},
        Meaning{"*:*:*", "*-*-* *:*:*", "2026-11-22 06:51:28"},
        Meaning{"*:*:0/0.25", "*-*-* *:*:00/0.250000", "2026-11-22 06:51:27.250000"},
        Meaning{"*:*:30.5", "*-*-* *:*:30.500000", "2026-11-22 06:51:30.500000"},
        Meaning{"1..20/7:30", "*-*-* 01..15/7:30:00", "2026-11-22 08:30:00"},
        Meaning{"5,3,5:0", "*-*-* 03,05:00:00", "2026-11-23 03:00:00"},
        Meaning{"12:00 UTC", "*-*-* 12:00:00 UTC", "2026-11-22 12:00:00"},
        Meaning{"12:00 utc", "*-*-* 12:00:00 UTC", "2026-11-22 12:00:00"},
        Meaning{"12:00 Asia/Kathmandu", "*-*-* 12:00:00 Asia/Kathmandu", "2026-11-23 06:15:00"},
        Meaning{"@1800000000", "2027-01-15 08:00:00 UTC", "2027-01-15 08:00:00"}));

struct Refusal {
  const char* text;
  const char* problem;
};

class CalendarRefusal : public testing::TestWithParam<Refusal> {};

TEST_P(CalendarRefusal, SaysWhereAndWhatWasExpected) {
  EXPECT_EQ(Calendar(GetParam().text).text(), GetParam().problem);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, CalendarRefusal,
    testing::Values(
        Refusal{"", "1: expected a weekday, a date, a time or '*', got the end"},
        Refusal{"soon", "1: expected a weekday, a date, a time or '*', got 'soon'"},
        Refusal{"fortnightly", "1: expected a weekday, a date, a time or '*', got 'fortnightly'"},
        Refusal{"12", "3: expected ':', got the end"},
        Refusal{"25:00", "1: expected an hour from 0 to 23, got '25'"},
        Refusal{"0:45,61", "6: expected a minute from 0 to 59, got '61'"},
        Refusal{"0:00:60", "6: expected a second from 0 to below 60, got '60'"},
        Refusal{"0:00:59.9999999", "6: expected a second from 0 to below 60, got '59.9999999'"},
        Refusal{"0:00:1.", "8: expected a digit after the decimal point, got the end"},
        Refusal{"0:00:1..1.5",
                "6: expected a range of at least 1 second, or a repetition, got '1..1.5'"},
        Refusal{"2026-13-01", "6: expected a month from 1 to 12, got '13'"},
        Refusal{"2200-01-01", "1: expected a year from 1970 to 2199, got '2200'"},
        Refusal{"*-*-32", "5: expected a day from 1 to 31, got '32'"},
        Refusal{"*-*~29",
                "5: expected a day from 1 to 28 before the end of the month (3 less for each part "
                "of the list before it), got '29'"},
        Refusal{"22..6:00", "1: expected a range that rises, got '22..6'"},
        Refusal{"20/5:00", "1: expected a repetition that fits in at least once, got '20/5'"},
        Refusal{"0/0:00", "3: expected a repetition above 0, got '0'"},
        Refusal{"*:*/5", "4: expected no '/' after '*' (a repetition is written as 0/5), got '/'"},
        Refusal{"*,1:00", "2: expected no list after '*', got ','"},
        Refusal{"1,:00", "3: expected a number, got ':'"},
        Refusal{"Mon..", "6: expected a weekday, got the end"},
        Refusal{"Fri..Mon",
                "6: expected a weekday that is not before the first of the range, got 'Mon'"},
        Refusal{"Mon..Wed..Fri", "9: expected ',' or a blank after a range, got '.'"},
        Refusal{"Mondays", "1: expected a weekday, got 'Mondays'"},
        Refusal{"Mon,Foo 12:00", "5: expected a weekday, got 'Foo'"},
        Refusal{"12:00 Europe/Bonn", "6: expected ':', a time zone or the end, got ' '"},
        Refusal{"12:00:00 Europe/Bonn", "9: expected a time zone or the end, got ' '"},
        Refusal{"12:00 ", "6: expected ':', a time zone or the end, got ' '"},
        Refusal{" 12:00", "1: expected a weekday, a date, a time or '*', got ' '"},
        Refusal{"45 * * *", "3: expected '-', '~' or ':', got ' '"},
        Refusal{"@", "2: expected seconds since 1970, got the end"},
        Refusal{"@9999999999",
                "2: expected seconds since 1970, before the year 2200, got '9999999999'"},
        Refusal{"99999999999999999999:00",
                "1: expected a smaller number, got '99999999999999999999'"},
        Refusal{"\xff\x01:00", "1: expected a weekday, a date, a time or '*', got '?'"}));

TEST(Calendar, SaysWhereAZeroByteStands) {
  EXPECT_EQ(Calendar(std::string("12:00\0 UTC", 10)).text(), "6: expected text, got a zero byte");
}

TEST(Calendar, RefusesMoreThan241PartsInAList) {
  std::string list = "0";
  for (int i = 1; i < 241; ++i) list += ",0";
  EXPECT_EQ(Calendar(list + ":00").text(), "*-*-* 00:00:00");
  EXPECT_EQ(Calendar(list + ",0:00").text(), "483: expected at most 241 parts in a list, got '0'");
}

TEST(Calendar, ReadsWhatTheLocalZoneCallsItsTimes) {
  EXPECT_EQ(Calendar("12:00 cest", "Europe/Berlin").text(), "*-*-* 12:00:00 CEST");
  EXPECT_EQ(Calendar("12:00 CEST", "Europe/Berlin").next("2026-04-01 00:00:00"),
            "2026-04-01 10:00:00");
  // systemd 252 gives up where it would have to wait for the other half of the year.
  EXPECT_EQ(Calendar("12:00 CEST", "Europe/Berlin").next("2026-03-01 00:00:00"), "never");
  EXPECT_EQ(Calendar("12:00 CEST").text(), "6: expected ':', a time zone or the end, got ' '");
}

TEST(Calendar, SkipsTheHourThatDaylightSavingRemoves) {
  Calendar calendar("02:30", "Europe/Berlin");
  EXPECT_EQ(calendar.next("2026-03-28 12:00:00"), "2026-03-30 00:30:00");
  EXPECT_EQ(Calendar("02:30 Europe/Berlin").next("2026-03-28 12:00:00"), "2026-03-30 00:30:00");
}

TEST(Calendar, RestsInTheSecondOfTwoEqualHours) {
  Calendar calendar("*:0/20", "Europe/Berlin");
  EXPECT_EQ(calendar.between("2026-10-25 00:00:00", "2026-10-25 02:30:00"),
            (std::vector<std::string>{"2026-10-25 00:20:00", "2026-10-25 00:40:00",
                                      "2026-10-25 02:00:00", "2026-10-25 02:20:00"}));
}

TEST(Calendar, GoesOnInTheSecondOfTwoEqualHoursWhenItIsComputedThere) {
  Calendar calendar("*:0/20", "Europe/Berlin");
  EXPECT_EQ(calendar.next("2026-10-25 01:05:00"), "2026-10-25 01:20:00");
}

TEST(Calendar, TellsOfASecondHourWhatASystemdThatRanAllTheWhileWouldDo) {
  Calendar calendar("*:0/20", "Europe/Berlin");
  EXPECT_EQ(calendar.between("2026-10-25 01:05:00", "2026-10-25 02:30:00"),
            (std::vector<std::string>{"2026-10-25 02:00:00", "2026-10-25 02:20:00"}));
  EXPECT_EQ(calendar.previous("2026-10-25 01:59:00"), "2026-10-25 00:40:00");
}

TEST(Calendar, LeavesOutMidnightAfterAStepThatDoesNotMeetIt) {
  EXPECT_EQ(Calendar("*:0/7").next("2026-11-22 23:56:00"), "2026-11-23 00:07:00");
  EXPECT_EQ(Calendar("*:0..56/7").next("2026-11-22 23:56:00"), "2026-11-23 00:00:00");
}

TEST(Calendar, KnowsTheRuleThatHoldsAfterTheListedChanges) {
  Calendar calendar("12:00", "Europe/Berlin");
  EXPECT_EQ(calendar.next("2150-07-01 00:00:00"), "2150-07-01 10:00:00");
  EXPECT_EQ(calendar.next("2150-12-01 00:00:00"), "2150-12-01 11:00:00");
}

TEST(Calendar, FindsThePreviousDueInstant) {
  EXPECT_EQ(Calendar("*:0/5").previous("2026-11-22 06:51:27"), "2026-11-22 06:50:00");
  EXPECT_EQ(Calendar("daily").previous("2026-11-22 00:00:00"), "2026-11-22 00:00:00");
  EXPECT_EQ(Calendar("*-*-* *:*:0/0.25").previous("2026-11-22 06:51:27"), "2026-11-22 06:51:27");
  EXPECT_EQ(Calendar("02:30", "Europe/Berlin").previous("2026-03-29 12:00:00"),
            "2026-03-28 01:30:00");
  EXPECT_EQ(Calendar("*-02-29 *:*:*").previous("2026-11-22 06:51:27"), "2024-02-29 23:59:59");
  EXPECT_EQ(Calendar("1971-*-* *:*:0/0.000001").previous("2026-11-22 06:51:27"),
            "1971-12-31 23:59:59.999999");
  EXPECT_EQ(Calendar("2030-01-01").previous("2026-11-22 06:51:27"), "never");
  EXPECT_EQ(Calendar("*-02-30").previous("2026-11-22 06:51:27"), "never");
}

TEST(Calendar, FindsEachDueInstantOfAYearAgainFromBehind) {
  for (const char* text : {"*:0/17", "Mon..Fri 02:30", "*-*~1,7 0..3:59", "*-*-1..7 2:0/20"}) {
    Calendar calendar(text, "America/New_York");
    std::vector<std::string> forward =
        calendar.between("2026-01-01 00:00:00", "2027-01-01 00:00:00", 100000);
    std::vector<std::string> backward;
    for (auto at = utc("2027-01-01 00:00:00"); at > utc("2026-01-01 00:00:00");) {
      const auto due = sa::previous_due(calendar.spec(), calendar.zone(), at);
      if (!due || *due <= utc("2026-01-01 00:00:00")) break;
      backward.insert(backward.begin(), text_of(*due));
      at = *due - std::chrono::microseconds{1};
    }
    EXPECT_EQ(backward, forward) << text;
  }
}

TEST(Calendar, StopsVisitingWhenToldTo) {
  EXPECT_EQ(Calendar("*:*").between("2026-11-22 00:00:00", "2027-01-01 00:00:00", 2),
            (std::vector<std::string>{"2026-11-22 00:01:00", "2026-11-22 00:02:00"}));
}

TEST(Calendar, LeavesOutTheBeginningOfASpanAndTakesItsEnd) {
  EXPECT_EQ(Calendar("hourly").between("2026-11-22 01:00:00", "2026-11-22 03:00:00"),
            (std::vector<std::string>{"2026-11-22 02:00:00", "2026-11-22 03:00:00"}));
}

TEST(Calendar, AnswersForTheEndsOfTime) {
  Calendar calendar("daily");
  EXPECT_EQ(text_of(sa::next_due(calendar.spec(), calendar.zone(), Instant::min())),
            "1970-01-01 00:00:00");
  EXPECT_EQ(text_of(sa::next_due(calendar.spec(), calendar.zone(), Instant::max())), "never");
  EXPECT_EQ(text_of(sa::previous_due(calendar.spec(), calendar.zone(), Instant::min())), "never");
}

}  // namespace
