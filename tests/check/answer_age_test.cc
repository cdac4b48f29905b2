#include "tests/check/check_case.h"

#include <gmock/gmock.h>

namespace sa {
namespace {

using namespace samples;

class AnswerByAge : public CheckCase {
 protected:
  static UnitStatus succeeded(std::string unit, Duration ago, Health health = Health::ok,
                              std::string reason = "") {
    UnitStatus status = unit_that_is(std::move(unit), health, std::move(reason));
    status.last_success = now - ago;
    return status;
  }
};

TEST_F(AnswerByAge, IncludesTheEndOfTheWindow) {
  options.critical_age = 90min;
  EXPECT_EQ(answer({succeeded("garbo.service", 90min)}),
            (Answer{NagiosState::ok,
                    "SA_UNITS OK - 1 unit: 1 succeeded within 1h 30min | units=1 ok=1 late=0 "
                    "overdue=0 failed=0 broken=0 overrunning=0 suspect=0 running=0 waiting=0 "
                    "paused=0 retired=0 'garbo_age'=5400s;;5400\n"}));
  EXPECT_EQ(answer({succeeded("garbo.service", 90min + 1us)}),
            (Answer{NagiosState::critical,
                    "SA_UNITS CRITICAL - 1 of 1 unit: garbo last succeeded 1h 30min ago (at most "
                    "1h 30min)\n"
                    "[CRITICAL] garbo last succeeded 1h 30min ago (at most 1h 30min) | units=1 "
                    "ok=1 late=0 overdue=0 failed=0 broken=0 overrunning=0 suspect=0 running=0 "
                    "waiting=0 paused=0 retired=0 'garbo_age'=5400s;;5400\n"}));
}

TEST_F(AnswerByAge, WarnsBeforeItIsCritical) {
  options.warning_age = 1h;
  options.critical_age = 2h;
  EXPECT_EQ(first_line({succeeded("garbo.service", 1h)}),
            "SA_UNITS OK - 1 unit: 1 succeeded within 1h");
  EXPECT_EQ(first_line({succeeded("garbo.service", 61min)}),
            "SA_UNITS WARNING - 1 of 1 unit: garbo last succeeded 1h 1min ago (at most 1h)");
  EXPECT_EQ(first_line({succeeded("garbo.service", 121min)}),
            "SA_UNITS CRITICAL - 1 of 1 unit: garbo last succeeded 2h 1min ago (at most 2h)");
  EXPECT_THAT(text({succeeded("garbo.service", 121min)}),
              testing::EndsWith(" 'garbo_age'=7260s;3600;7200\n"));
}

TEST_F(AnswerByAge, WarnsAlone) {
  options.warning_age = 1h;
  EXPECT_EQ(first_line({succeeded("garbo.service", 61min)}),
            "SA_UNITS WARNING - 1 of 1 unit: garbo last succeeded 1h 1min ago (at most 1h)");
  EXPECT_THAT(text({succeeded("garbo.service", 61min)}),
              testing::EndsWith(" 'garbo_age'=3660s;3600\n"));
}

TEST_F(AnswerByAge, WithoutAnySuccessIsPastEveryAge) {
  const std::vector units = {unit_that_is("new.service", Health::waiting, "has not run yet")};
  options.critical_age = 24h;
  EXPECT_EQ(
      answer(units),
      (Answer{NagiosState::critical,
              "SA_UNITS CRITICAL - 1 of 1 unit: new has no known success: waiting, has not run "
              "yet\n"
              "[CRITICAL] new has no known success: waiting, has not run yet | units=1 ok=0 "
              "late=0 overdue=0 failed=0 broken=0 overrunning=0 suspect=0 running=0 "
              "waiting=1 paused=0 retired=0\n"}));
  options = {};
  options.warning_age = 24h;
  EXPECT_EQ(first_line(units),
            "SA_UNITS WARNING - 1 of 1 unit: new has no known success: waiting, has not run yet");
}

TEST_F(AnswerByAge, JudgesInsteadOfTheHealth) {
  options.critical_age = 90min;
  EXPECT_EQ(first_line({succeeded("garbo.service", 1h, Health::failed, "exit 3"),
                        succeeded("poll.service", 1h, Health::overdue, "no run began")}),
            "SA_UNITS OK - 2 units: 2 succeeded within 1h 30min");
  EXPECT_EQ(first_line({succeeded("garbo.service", 2h, Health::failed, "exit 3")}),
            "SA_UNITS CRITICAL - 1 of 1 unit: garbo last succeeded 2h ago (at most 1h 30min): "
            "failed, exit 3");
}

TEST_F(AnswerByAge, WhatStateSaysOfAHealthGoesOnBesideIt) {
  options.critical_age = 90min;
  options.states = {{Health::failed, NagiosState::warning}};
  EXPECT_EQ(first_line({succeeded("garbo.service", 1h, Health::failed, "exit 3"),
                        succeeded("poll.service", 1h, Health::broken, "poll.timer is dead")}),
            "SA_UNITS WARNING - 1 of 2 units: garbo failed, exit 3");
  EXPECT_EQ(first_line({succeeded("garbo.service", 2h, Health::failed, "exit 3")}),
            "SA_UNITS CRITICAL - 1 of 1 unit: garbo last succeeded 2h ago (at most 1h 30min): "
            "failed, exit 3");
}

TEST_F(AnswerByAge, NothingIsExpectedOfPausedAndRetiredUnits) {
  options.critical_age = 90min;
  EXPECT_EQ(first_line({succeeded("a.service", 1h), succeeded("b.service", 3h, Health::paused),
                        unit_that_is("c.service", Health::retired)}),
            "SA_UNITS OK - 3 units: 1 paused, 1 retired, 1 succeeded within 1h 30min");
  options.states = {{Health::paused, NagiosState::warning}};
  EXPECT_EQ(first_line({succeeded("b.service", 3h, Health::paused)}),
            "SA_UNITS WARNING - 1 of 1 unit: b paused");
}

TEST_F(AnswerByAge, ASuccessFromTheFutureIsFresh) {
  options.critical_age = 90min;
  EXPECT_THAT(text({succeeded("garbo.service", -1h)}),
              testing::EndsWith(" 'garbo_age'=0s;;5400\n"));
}

}  // namespace
}  // namespace sa
