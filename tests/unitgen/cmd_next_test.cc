#include "unitgen/cmd_next.h"

#include <sstream>

#include <gtest/gtest.h>

namespace {

struct Said {
  int exit_code;
  std::string out;
  std::string err;
  friend bool operator==(const Said&, const Said&) = default;
};

void PrintTo(const Said& said, std::ostream* to) {
  *to << "exit " << said.exit_code << "\nout:\n" << said.out << "err:\n" << said.err;
}

// On a Sunday, on a host in Berlin.
sa::NextOptions asked_for(std::vector<std::string> schedules, std::size_t count) {
  const auto now = sa::parse_rfc3339("2026-11-22T06:51:27Z").value();
  return {std::move(schedules), "", now, now, count, false};
}

Said said_to(const sa::NextOptions& options) {
  sa::TimeZones zones("Europe/Berlin");
  std::ostringstream out;
  std::ostringstream err;
  const int exit_code = sa::cmd_next(options, out, err, zones);
  return {exit_code, out.str(), err.str()};
}

TEST(CmdNext, TellsLocalTimesAndHowFarTheyAre) {
  EXPECT_EQ(said_to(asked_for({"30 2 * * 1-5"}, 2)),
            (Said{0,
                  "Mon 2026-11-23 02:30:00 CET  in 18h 38min\n"
                  "Tue 2026-11-24 02:30:00 CET  in 1d 18h\n",
                  ""}));
}

TEST(CmdNext, NamesTheHourThatComesTwiceByItsDaylightSaving) {
  auto options = asked_for({"0 * * * *"}, 3);
  options.from = sa::parse_rfc3339("2027-10-30T23:30:00Z").value();
  options.now = options.from;
  EXPECT_EQ(said_to(options), (Said{0,
                                    "Sun 2027-10-31 02:00:00 CEST  in 30min\n"
                                    "Sun 2027-10-31 02:00:00 CET  in 1h 30min\n"
                                    "Sun 2027-10-31 03:00:00 CET  in 2h 30min\n",
                                    ""}));
}

TEST(CmdNext, MeansAndShowsTheTimeZoneThatIsAskedFor) {
  auto options = asked_for({"0 9 * * *"}, 1);
  options.timezone = "Asia/Kathmandu";
  EXPECT_EQ(said_to(options), (Said{0, "Mon 2026-11-23 09:00:00 +0545  in 20h 23min\n", ""}));
}

TEST(CmdNext, PrintsAnObjectALineForPrograms) {
  auto options = asked_for({"0 2 * * *", "every 10h"}, 3);
  options.json = true;
  EXPECT_EQ(said_to(options), (Said{0,
                                    "{\"due\":\"2026-11-22T16:51:27.000000Z\"}\n"
                                    "{\"due\":\"2026-11-23T01:00:00.000000Z\"}\n"
                                    "{\"due\":\"2026-11-23T11:00:00.000000Z\"}\n",
                                    ""}));
}

TEST(CmdNext, TellsWhatTwoSchedulesAgreeOnOnce) {
  EXPECT_EQ(said_to(asked_for({"0 12 * * *", "Sun 12:00"}, 2)),
            (Said{0,
                  "Sun 2026-11-22 12:00:00 CET  in 4h 8min\n"
                  "Mon 2026-11-23 12:00:00 CET  in 1d 4h\n",
                  ""}));
}

TEST(CmdNext, TellsEveryProblemWithItsPlace) {
  EXPECT_EQ(said_to(asked_for({"0 45 * * *", "daily", "every soon"}, 5)),
            (Said{1, "",
                  "0 45 * * *:1:3: schedule: expected an hour from 0 to 23, got '45'\n"
                  "every soon:1:7: schedule: expected a duration such as 15min, got 'soon'\n"}));
}

TEST(CmdNext, RefusesATimeZoneThatIsNone) {
  auto options = asked_for({"daily"}, 1);
  options.timezone = "Europe/Bonn";
  EXPECT_EQ(
      said_to(options),
      (Said{1, "", "timezone: expected a time zone such as Europe/Berlin, got 'Europe/Bonn'\n"}));
}

TEST(CmdNext, SaysThatABootHasNoTime) {
  EXPECT_EQ(said_to(asked_for({"@reboot"}, 5)),
            (Said{0, "", "@reboot is due at each boot, which has no time\n"}));
}

TEST(CmdNext, SaysThatNothingIsLeft) {
  EXPECT_EQ(said_to(asked_for({"2020-01-01"}, 5)),
            (Said{0, "", "nothing is due any more after 2026-11-22T06:51:27.000000Z\n"}));
}

}  // namespace
