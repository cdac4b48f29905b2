#include "tests/check/check_case.h"

namespace sa {
namespace {

using namespace samples;

class AnswerText : public CheckCase {};

TEST_F(AnswerText, TellsTheUnitsThatAreNotWell) {
  std::vector<UnitStatus> units = {garbo(), unit_that_is("poll.service", Health::failed, "exit 3")};
  for (int i = 0; i < 29; ++i)
    units.push_back(unit_that_is("u" + std::to_string(i) + ".service", Health::ok));
  EXPECT_EQ(
      answer(units),
      (Answer{NagiosState::critical,
              "SA_UNITS CRITICAL - 2 of 31 units: poll failed, exit 3; garbo overdue by 42min (due "
              "02:00, grace 15min)\n"
              "[CRITICAL] poll failed, exit 3\n"
              "[CRITICAL] garbo overdue by 42min (due 02:00, grace 15min) | units=31 ok=29 late=0 "
              "overdue=1 failed=1 broken=0 overrunning=0 suspect=0 running=0 waiting=0 paused=0 "
              "retired=0\n"}));
}

TEST_F(AnswerText, IsOneLineWhenAllIsWell) {
  UnitStatus backup = unit_that_is("backup.service", Health::ok);
  backup.last_success = now - 90s;
  EXPECT_EQ(answer({backup, unit_that_is("b.service", Health::waiting, "has not run yet"),
                    unit_that_is("c.service", Health::ok)}),
            (Answer{NagiosState::ok,
                    "SA_UNITS OK - 3 units: 2 ok, 1 waiting | units=3 ok=2 late=0 overdue=0 "
                    "failed=0 broken=0 overrunning=0 suspect=0 running=0 waiting=1 paused=0 "
                    "retired=0 'backup_age'=90s\n"}));
}

struct DefaultState {
  Health health;
  const char* first_line;
  int code;
};

constexpr DefaultState default_states[] = {
    {Health::broken, "SA_UNITS CRITICAL - 1 of 1 unit: backup broken, why", 2},
    {Health::failed, "SA_UNITS CRITICAL - 1 of 1 unit: backup failed, why", 2},
    {Health::overdue, "SA_UNITS CRITICAL - 1 of 1 unit: backup overdue, why", 2},
    {Health::overrunning, "SA_UNITS WARNING - 1 of 1 unit: backup overrunning, why", 1},
    {Health::late, "SA_UNITS WARNING - 1 of 1 unit: backup late, why", 1},
    {Health::suspect, "SA_UNITS WARNING - 1 of 1 unit: backup suspect, why", 1},
    {Health::running, "SA_UNITS OK - 1 unit: 1 running", 0},
    {Health::ok, "SA_UNITS OK - 1 unit: 1 ok", 0},
    {Health::waiting, "SA_UNITS OK - 1 unit: 1 waiting", 0},
    {Health::paused, "SA_UNITS OK - 1 unit: 1 paused", 0},
    {Health::retired, "SA_UNITS OK - 1 unit: 1 retired", 0},
    {Health::stale, "SA_UNITS UNKNOWN - 1 of 1 unit: backup stale, why", 3},
};

TEST_F(AnswerText, EachHealthHasItsState) {
  for (const DefaultState& row : default_states) {
    const std::vector units = {unit_that_is("backup.service", row.health, "why")};
    EXPECT_EQ(first_line(units), row.first_line);
    EXPECT_EQ(static_cast<int>(answer(units).state), row.code);
  }
}

TEST_F(AnswerText, EachHealthTakesTheStateThatIsWanted) {
  struct {
    NagiosState state;
    const char* beginning;
  } const wanted[] = {{NagiosState::ok, "SA_UNITS OK - 1 unit: 1 "},
                      {NagiosState::warning, "SA_UNITS WARNING - 1 of 1 unit: backup "},
                      {NagiosState::critical, "SA_UNITS CRITICAL - 1 of 1 unit: backup "},
                      {NagiosState::unknown, "SA_UNITS UNKNOWN - 1 of 1 unit: backup "}};
  for (const DefaultState& row : default_states)
    for (const auto& want : wanted) {
      options.states = {{row.health, want.state}};
      const std::vector units = {unit_that_is("backup.service", row.health)};
      EXPECT_EQ(first_line(units), want.beginning + std::string(to_string(row.health)));
      EXPECT_EQ(answer(units).state, want.state);
    }
}

TEST_F(AnswerText, IsThatOfTheReadersClock) {
  EXPECT_EQ(first_line({garbo()}, now - 42min), "SA_UNITS OK - 1 unit: 1 ok");
  EXPECT_EQ(first_line({garbo()}, now - 41min),
            "SA_UNITS WARNING - 1 of 1 unit: garbo late by 1min (due 02:00, grace 15min)");
  EXPECT_EQ(first_line({garbo()}, now - 26min),
            "SA_UNITS CRITICAL - 1 of 1 unit: garbo overdue by 16min (due 02:00, grace 15min)");
}

TEST_F(AnswerText, NamesTheDayOfADueInstantOfAnotherDay) {
  EXPECT_EQ(first_line({garbo()}, now + 24h),
            "SA_UNITS CRITICAL - 1 of 1 unit: garbo overdue by 1d (due 2026-11-22 02:00, grace "
            "15min)");
}

TEST_F(AnswerText, TellsLocalTime) {
  set_zone("America/New_York");
  EXPECT_EQ(first_line({garbo()}),
            "SA_UNITS CRITICAL - 1 of 1 unit: garbo overdue by 42min (due 21:00, grace 15min)");
}

TEST_F(AnswerText, TellsWhyNoRunBegan) {
  UnitStatus unit = garbo();
  unit.outlook.changes.back().verdict.reason =
      "no run began, due 2026-11-22 02:00:00 UTC, grace 15min: sa-garbo.timer was stopped";
  EXPECT_EQ(first_line({unit}, now + 1500ms),
            "SA_UNITS CRITICAL - 1 of 1 unit: garbo overdue by 42min 1s (due 02:00, grace 15min): "
            "sa-garbo.timer was stopped");
}

TEST_F(AnswerText, GivesTheReasonOfAPassedDeadline) {
  UnitStatus unit = garbo();
  unit.outlook.changes.push_back(
      {now - 1min, {Health::overdue, "no success, due 02:00, deadline 41min", now - 1min}});
  EXPECT_EQ(
      first_line({unit}),
      "SA_UNITS CRITICAL - 1 of 1 unit: garbo overdue, no success, due 02:00, deadline 41min");
}

TEST_F(AnswerText, GivesTheReasonWhenTheNextDueInstantIsYetToCome) {
  UnitStatus unit = garbo();
  *unit.next_due += 24h;
  *unit.expected_by += 24h;
  EXPECT_EQ(first_line({unit}),
            "SA_UNITS CRITICAL - 1 of 1 unit: garbo overdue, no run began, due 02:00, grace 15min");
}

TEST_F(AnswerText, TellsTheWorstFirstAndElseByName) {
  EXPECT_EQ(
      first_line(
          {unit_that_is("a.service", Health::suspect), unit_that_is("b.service", Health::failed),
           unit_that_is("c.service", Health::ok), unit_that_is("d.service", Health::broken),
           unit_that_is("e.service", Health::failed), unit_that_is("f.service", Health::stale),
           unit_that_is("g.service", Health::late)}),
      "SA_UNITS CRITICAL - 6 of 7 units: d broken; b failed; e failed; g late; a suspect; f "
      "stale");
}

TEST_F(AnswerText, IsOneLineWhenTheWatcherIsSilent) {
  age_of_heartbeat = 2min;
  EXPECT_EQ(first_line({garbo()}, now - 1h), "SA_UNITS OK - 1 unit: 1 ok");
  age_of_heartbeat = 2min + 1us;
  const char* silence =
      "the watcher has been silent for 2min (since 2026-11-22 02:39:59), so nothing is judged: see "
      "'systemctl status sa-watcher'\n";
  EXPECT_EQ(answer({garbo()}),
            (Answer{NagiosState::unknown, std::string("SA_UNITS UNKNOWN - ") + silence}));
  options.states = {{Health::stale, NagiosState::critical}};
  options.verbosity = 3;
  EXPECT_EQ(answer({garbo()}),
            (Answer{NagiosState::critical, std::string("SA_UNITS CRITICAL - ") + silence}));
}

TEST_F(AnswerText, IsUnknownWhenNoUnitMatched) {
  EXPECT_EQ(answer({}), (Answer{NagiosState::unknown,
                                "SA_UNITS UNKNOWN - no unit matched: no timer of this host starts "
                                "a service yet\n"}));
  options.teams = {"ubuntu"};
  EXPECT_EQ(answer({garbo()}),
            (Answer{NagiosState::unknown, "SA_UNITS UNKNOWN - no unit matched\n"}));
  options = {};
  options.units = {"grbo", "zzz"};
  EXPECT_EQ(answer({garbo()}),
            (Answer{NagiosState::unknown,
                    "SA_UNITS UNKNOWN - no unit 'grbo' is known; did you mean 'garbo'?; no unit "
                    "'zzz' is known, see 'sa status --all'\n"}));
}

TEST_F(AnswerText, AUnitThatIsAskedForInVainIsUnknownBesideTheOthers) {
  options.units = {"backup", "zzz"};
  EXPECT_EQ(
      answer({unit_that_is("backup.service", Health::ok)}),
      (Answer{NagiosState::unknown,
              "SA_UNITS UNKNOWN - 1 of 2 units: no unit 'zzz' is known, see 'sa status --all'\n"
              "[UNKNOWN] no unit 'zzz' is known, see 'sa status --all' | units=1 ok=1 late=0 "
              "overdue=0 failed=0 "
              "broken=0 overrunning=0 suspect=0 running=0 waiting=0 paused=0 retired=0\n"}));
  EXPECT_EQ(first_line({unit_that_is("backup.service", Health::failed, "exit 3")}),
            "SA_UNITS CRITICAL - 2 of 2 units: backup failed, exit 3; no unit 'zzz' is known, see "
            "'sa status --all'");
}

constexpr const char* counts_of_two =
    " | units=2 ok=1 late=0 overdue=1 failed=0 broken=0 overrunning=0 suspect=0 running=0 "
    "waiting=0 paused=0 retired=0 'garbo_age'=90000s\n";

TEST_F(AnswerText, TellsMoreWhenAskedTo) {
  const std::vector units = {unit_that_is("backup.service", Health::ok), garbo()};
  const std::string overdue = "garbo overdue by 42min (due 02:00, grace 15min)";
  const std::string first = "SA_UNITS CRITICAL - 1 of 2 units: " + overdue + "\n[CRITICAL] ";
  const std::string more =
      " (sa-garbo.service, team lp, since 2026-11-22 02:16:00, last success 2026-11-21 01:42:00, "
      "next due 2026-11-22 02:00:00)\n[OK] backup ok (backup.service, since 2026-11-22 01:42:00)";
  EXPECT_EQ(text(units), first + overdue + counts_of_two);
  options.verbosity = 1;
  EXPECT_EQ(text(units), first + overdue + "\n[OK] backup ok" + counts_of_two);
  options.verbosity = 2;
  EXPECT_EQ(text(units), first + overdue + more + counts_of_two);
  options.verbosity = 3;
  EXPECT_EQ(text(units),
            first + overdue + more +
                "\nread from /run/scriptactivity/status: host db1, last heard 12s ago" +
                counts_of_two);
}

TEST_F(AnswerText, NothingOfAUnitMakesALineOrPerformanceData) {
  UnitStatus unit = unit_that_is("a.service", Health::failed, "x|y=1\nSA_UNITS OK\x1b[2J\xff");
  unit.job = "a'b=c|d\ne";
  unit.last_success = now;
  EXPECT_EQ(text({unit}),
            "SA_UNITS CRITICAL - 1 of 1 unit: a'b=c d e failed, x y=1 SA_UNITS OK [2J \n"
            "[CRITICAL] a'b=c d e failed, x y=1 SA_UNITS OK [2J  | units=1 ok=0 late=0 overdue=0 "
            "failed=1 broken=0 overrunning=0 suspect=0 running=0 waiting=0 paused=0 retired=0 "
            "'a''b_c d e_age'=0s\n");
}

TEST_F(AnswerText, TroubleIsOneShortLine) {
  EXPECT_EQ(trouble("cannot read 'a|b':\nno"),
            (Answer{NagiosState::unknown, "SA_UNITS UNKNOWN - cannot read 'a b': no\n"}));
  EXPECT_EQ(trouble(std::string(5000, 'x')).text.size(),
            1000 + std::string("SA_UNITS UNKNOWN - \n").size());
}

}  // namespace
}  // namespace sa
