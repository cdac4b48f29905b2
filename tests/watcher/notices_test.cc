#include "watcher/notices.h"

#include "tests/watcher/scene.h"

#include <gtest/gtest.h>

namespace sa::test {
namespace {

using Reached = Notices::Reached;

constexpr std::int64_t second = 1000;
constexpr std::int64_t minute = 60 * second;

// One unit, backup.service, and the notices of it. Times are milliseconds since at(0).
class NoticesTest : public testing::Test {
 protected:
  NoticesTest() {
    record.unit = service;
    record.notify = {"page"};
    row.unit = service;
    row.timers = {timer};
  }

  void be(Health health, std::int64_t since, const std::string& reason = "") {
    row.outlook = {{health, reason, at(since)}, {}};
  }
  // The newest run: failed or succeeded at `when`, or it still runs.
  void ran(std::int64_t when, State state, std::uint8_t invocation) {
    sa::Run run;
    run.identity = id(invocation);
    run.unit = service;
    run.state = state;
    run.began = at(when - 10);
    if (state != State::running) run.ended = at(when);
    row.last_run = run;
  }
  void fail(std::int64_t when, std::uint8_t invocation) {
    ran(when, State::failed, invocation);
    be(Health::failed, when, "exit 3");
  }
  void succeed(std::int64_t when, std::uint8_t invocation) {
    ran(when, State::succeeded, invocation);
    be(Health::ok, when);
  }

  void look(std::int64_t now) {
    while (const auto told = notices.look(row, record, at(now))) book(*told);
  }
  void book(const Notices::Told& told) {
    record.told = told.health;
    record.telling.reset();
    if (told.exempt_until) record.exempt_until = told.exempt_until;
  }
  void send(std::int64_t now) {
    if (const auto told = notices.sent(service)) book(*told);
    look(now);
  }
  // What is decided is written down at once.
  void write(std::int64_t now) {
    for (const auto& notice : notices.decide(at(now))) record.telling = notice;
    notices.written();
  }
  // What is due, "failed (exit 3), was ok, of run 7; ", and to be asked, "?".
  std::string due(std::int64_t now) {
    std::string text;
    for (const auto& unit : notices.questions(at(now))) text += unit + "? ";
    write(now);
    for (const auto& notice : notices.due(at(now))) {
      text += std::string(to_string(notice.health)) + " (" + notice.reason + "), was " +
              std::string(to_string(notice.was));
      if (notice.invocation) text += ", of run " + std::to_string(notice.invocation->bytes.back());
      text += "; ";
    }
    return text;
  }
  // The same, with systemd's word that it does not start again.
  std::string due_and_settled(std::int64_t now) {
    EXPECT_EQ(due(now), service + "? ");
    notices.answer(service, false, at(now));
    return due(now);
  }

  Notices notices{"scriptactivity"};
  UnitRecord record;
  UnitStatus row;
};

TEST_F(NoticesTest, TellsAFailureAndItsEndOnce) {
  succeed(0, 1);
  look(0);
  EXPECT_EQ(notices.next(), std::nullopt);
  fail(1000, 2);
  look(1000);
  EXPECT_EQ(due(1999), "");
  EXPECT_EQ(due_and_settled(2000), "failed (exit 3), was ok, of run 2; ");
  EXPECT_EQ(due(3000), "") << "it is under way";
  send(3000);
  EXPECT_EQ(record.told, Health::failed);
  fail(4000, 3);
  look(4000);
  EXPECT_EQ(notices.next(), std::nullopt);
  succeed(5000, 4);
  look(5000);
  EXPECT_EQ(due(6000), "ok (), was failed, of run 4; ");
  send(6000);
  EXPECT_EQ(record.told, Health::ok);
  look(7000);
  EXPECT_EQ(notices.next(), std::nullopt);
}

TEST_F(NoticesTest, TellsOneAlarmAfterAnother) {
  record.told = Health::failed;
  be(Health::broken, 0, "start-limit-hit");
  look(0);
  EXPECT_EQ(due(second), "broken (start-limit-hit), was failed; ");
  send(second);
  be(Health::overdue, 5000, "no run began");
  look(5000);
  EXPECT_EQ(due(6000), "overdue (no run began), was broken; ");
}

TEST_F(NoticesTest, TellsNothingOfWhatLiesBetween) {
  for (const Health health :
       {Health::late, Health::suspect, Health::overrunning, Health::running}) {
    be(health, 0);
    look(0);
    EXPECT_EQ(notices.next(), std::nullopt);
    record.told = Health::failed;
    look(0);
    EXPECT_EQ(notices.next(), std::nullopt) << "neither is it well again";
    record.told.reset();
  }
}

TEST_F(NoticesTest, AUnitWithoutATimerIsWellAsLongAsItRuns) {
  row.timers.clear();
  record.told = Health::broken;
  ran(0, State::running, 1);
  be(Health::running, 0);
  look(0);
  EXPECT_EQ(due(second), "ok (), was broken, of run 1; ");
}

TEST_F(NoticesTest, AnAlarmThatDoesNotHoldASecondIsNotTold) {
  be(Health::overdue, 0, "no run began");
  look(0);
  be(Health::running, 500);
  look(500);
  EXPECT_EQ(notices.next(), std::nullopt);
}

TEST_F(NoticesTest, WaitsForTheLastAutomaticRestart) {
  fail(0, 1);
  look(0);
  EXPECT_EQ(due(1000), service + "? ");
  notices.answer(service, true, at(1001));
  EXPECT_EQ(due(1002), "");
  fail(2000, 2);
  look(2000);
  EXPECT_EQ(due(2999), "");
  EXPECT_EQ(due(3000), service + "? ");
  notices.answer(service, true, at(3001));
  EXPECT_EQ(due(60'000), "");
  EXPECT_EQ(due_and_settled(63'001), "failed (exit 3), was ok, of run 2; ");
}

TEST_F(NoticesTest, ASuccessOfARestartLeavesNothingToTell) {
  fail(0, 1);
  look(0);
  EXPECT_EQ(due(1000), service + "? ");
  notices.answer(service, true, at(1001));
  succeed(2000, 2);
  look(2000);
  EXPECT_EQ(notices.next(), std::nullopt);
}

TEST_F(NoticesTest, AStartThatIsRefusedAfterAFailureIsToldWithTheRunThatFailed) {
  fail(0, 1);
  look(0);
  row.last_run->has_invocation = false;
  row.last_run->state = State::refused;
  be(Health::broken, 500, "start-limit-hit");
  look(500);
  EXPECT_EQ(due(1500), "broken (start-limit-hit), was ok, of run 1; ");
}

TEST_F(NoticesTest, AsksAgainWhatWasNotAnswered) {
  fail(0, 1);
  look(0);
  EXPECT_EQ(due(1000), service + "? ");
  EXPECT_EQ(due(30'999), "");
  EXPECT_EQ(due(31'000), service + "? ");
}

TEST_F(NoticesTest, AUnitThatFailsAllTheTimeIsToldNotLaterForIt) {
  fail(0, 1);
  look(0);
  for (std::uint8_t i = 1; i < 10; ++i) {
    fail(i * 100, i);
    look(i * 100);
  }
  EXPECT_EQ(due_and_settled(1000), "failed (exit 3), was ok, of run 9; ");
}

TEST_F(NoticesTest, ARunThatGoesOnSaysNothingOfTheOneThatFailed) {
  fail(0, 1);
  look(0);
  ran(500, State::running, 2);
  look(500);
  EXPECT_EQ(due_and_settled(1000), "failed (exit 3), was ok, of run 1; ");
}

TEST_F(NoticesTest, TriesAgainLaterAndLater) {
  be(Health::overdue, 0, "no run began");
  look(0);
  std::int64_t now = second;
  bool is_first = true;
  for (const std::int64_t wait : {1, 2, 4, 8, 16, 32, 60, 60}) {
    EXPECT_EQ(due(now), "overdue (no run began), was ok; ");
    EXPECT_EQ(notices.failed(service, Reached::nobody, at(now)), is_first);
    is_first = false;
    look(now);
    EXPECT_EQ(due(now + wait * minute - 1), "");
    now += wait * minute;
  }
  EXPECT_FALSE(record.told);
}

TEST_F(NoticesTest, WhatIsWellAgainBeforeItCouldBeToldIsNot) {
  be(Health::overdue, 0);
  look(0);
  due(second);
  succeed(2000, 1);
  look(2000);
  notices.failed(service, Reached::nobody, at(3000));
  look(3000);
  EXPECT_EQ(notices.next(), std::nullopt);
}

// ---- also where the watcher, or who tells, is killed

TEST_F(NoticesTest, NobodyIsAskedBeforeItIsWrittenDown) {
  be(Health::overdue, 0, "no run began");
  look(0);
  const auto decided = notices.decide(at(second));
  ASSERT_EQ(decided.size(), 1U);
  EXPECT_EQ(decided[0].decided, at(second));
  EXPECT_TRUE(notices.due(at(second)).empty());
  EXPECT_TRUE(notices.decide(at(second)).empty());
  notices.written();
  EXPECT_EQ(notices.due(at(second)), decided);
}

TEST_F(NoticesTest, WhatCannotBeWrittenDownForAMinuteIsToldAllTheSame) {
  be(Health::overdue, 0, "no run began");
  look(0);
  notices.decide(at(second));
  EXPECT_EQ(notices.next(), at(second + minute));
  EXPECT_TRUE(notices.due(at(second + minute - 1)).empty());
  EXPECT_EQ(notices.due(at(second + minute)).size(), 1U);
}

TEST_F(NoticesTest, WhatWasUnderWayIsAskedAgainByTheNextWatcherWhateverBecameOfTheUnit) {
  fail(0, 1);
  look(0);
  due_and_settled(1000);
  const auto asked = *record.telling;
  notices = Notices("scriptactivity");
  notices.restore(asked, at(5000));
  succeed(4000, 2);
  look(5000);
  EXPECT_EQ(due(5000), "failed (exit 3), was ok, of run 1; ");
  EXPECT_EQ(record.telling, asked);
  send(6000);
  EXPECT_EQ(due(7000), "ok (), was failed, of run 2; ");
  EXPECT_NE(record.telling->decided, asked.decided);
}

TEST_F(NoticesTest, AnAnswerThatIsLostIsAskedForAgainSoonAndThenLater) {
  be(Health::overdue, 0, "no run began");
  look(0);
  due(second);
  const auto asked = *record.telling;
  EXPECT_TRUE(notices.failed(service, Reached::unknown, at(3000)));
  succeed(3000, 1);
  look(3000);
  EXPECT_EQ(notices.next(), at(4000));
  EXPECT_EQ(due(4000), "overdue (no run began), was ok; ");
  EXPECT_EQ(record.telling, asked);
  EXPECT_FALSE(notices.failed(service, Reached::unknown, at(5000)));
  EXPECT_EQ(notices.next(), at(5000 + 2 * minute));
}

TEST_F(NoticesTest, OnlySomeWereToldAndTheOthersAreToldTheSame) {
  fail(0, 1);
  look(0);
  due_and_settled(1000);
  const auto asked = *record.telling;
  notices.failed(service, Reached::some, at(2000));
  fail(3000, 2);
  look(3000);
  be(Health::running, 4000);
  look(4000);
  EXPECT_EQ(due(2000 + minute), "failed (exit 3), was ok, of run 1; ");
  EXPECT_EQ(record.telling, asked);
  send(3000 + minute);
  EXPECT_EQ(record.told, Health::failed);
}

TEST_F(NoticesTest, WhereOnlySomeWereToldTheNextChangeIsToldAll) {
  fail(0, 1);
  look(0);
  due_and_settled(1000);
  notices.failed(service, Reached::some, at(2000));
  look(2000);
  EXPECT_EQ(record.told, std::nullopt);
  succeed(3000, 2);
  look(3000);
  EXPECT_EQ(record.told, Health::failed);
  EXPECT_EQ(due(4000), "ok (), was failed, of run 2; ");
}

TEST_F(NoticesTest, WhereOnlySomeWereToldAndNobodyElseIsToBeItIsTold) {
  be(Health::overdue, 0);
  look(0);
  due(second);
  notices.failed(service, Reached::some, at(2000));
  record.notify = {"none"};
  look(3000);
  EXPECT_EQ(record.told, Health::overdue);
  EXPECT_EQ(notices.next(), std::nullopt);
}

TEST_F(NoticesTest, AHostWithoutWhoTellsAsksNobodyForWhatWasUnderWay) {
  notices.tell_nobody();
  Notice telling;
  telling.unit = service;
  notices.restore(telling, at(0));
  EXPECT_EQ(notices.next(), std::nullopt);
}

TEST_F(NoticesTest, WhatChangesWhileItIsToldIsToldAfterwards) {
  be(Health::overdue, 0, "no run began");
  look(0);
  EXPECT_NE(due(second), "");
  succeed(2000, 1);
  look(2000);
  EXPECT_EQ(due(10'000), "");
  send(10'000);
  EXPECT_EQ(due(11'000), "ok (), was overdue, of run 1; ");
}

TEST_F(NoticesTest, OfAPausedOrRetiredUnitNothingIsTold) {
  for (const Health exempt : {Health::paused, Health::retired}) {
    record.told = Health::failed;
    be(exempt, 1000);
    if (exempt == Health::paused) row.paused = PausedSpan{"alice", at(1000), {}, "", {}};
    look(1000);
    EXPECT_EQ(record.told, Health::paused);
    EXPECT_EQ(notices.next(), std::nullopt);
    row.paused.reset();
  }
}

TEST_F(NoticesTest, AfterAPauseAnOldFailureIsNoNewsAndANewOneIs) {
  record.told = Health::paused;
  fail(0, 1);
  look(5000);
  EXPECT_EQ(record.told, Health::ok);
  EXPECT_EQ(record.exempt_until, at(5000));
  EXPECT_EQ(notices.next(), std::nullopt);
  fail(6000, 2);
  look(6000);
  EXPECT_EQ(due_and_settled(7000), "failed (exit 3), was ok, of run 2; ");
}

TEST_F(NoticesTest, WhatWasOwedWhenItWasPausedIsOwedNoMore) {
  be(Health::overdue, 0);
  look(0);
  be(Health::paused, 500);
  look(500);
  EXPECT_EQ(notices.next(), std::nullopt);
  EXPECT_EQ(record.told, Health::paused);
}

TEST_F(NoticesTest, AFatalFailureIsToldThoughItsTimerIsPausedForIt) {
  ran(0, State::failed, 1);
  be(Health::paused, 100);
  row.paused = PausedSpan{"scriptactivity", at(100), {}, "failed fatally: exit 75", {}};
  look(100);
  EXPECT_EQ(due_and_settled(1100), "failed (failed fatally: exit 75), was ok, of run 1; ");
  send(1100);
  row.paused.reset();
  be(Health::failed, 0, "exit 75");
  look(2000);
  EXPECT_EQ(notices.next(), std::nullopt) << "somebody resumed it, and knows";
}

TEST_F(NoticesTest, WithoutTargetsCountsAsTold) {
  for (const std::vector<std::string>& nobody : {std::vector<std::string>{}, {"none"}}) {
    record.notify = nobody;
    record.told.reset();
    fail(0, 1);
    look(0);
    EXPECT_EQ(record.told, Health::failed);
    EXPECT_EQ(notices.next(), std::nullopt);
  }
}

TEST_F(NoticesTest, AUnitThatSaysNothingHasTheTargetsOfTheHost) {
  notices.set_default_targets({"mail:ops@example.org"});
  record.notify.clear();
  be(Health::overdue, 0);
  look(0);
  write(second);
  const auto due = notices.due(at(second));
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].targets, std::vector<std::string>{"mail:ops@example.org"});
}

TEST_F(NoticesTest, AHostSeenForTheFirstTimeIsAccepted) {
  fail(0, 1);
  book(*notices.accept(row, record, at(0)));
  EXPECT_EQ(record.told, Health::failed);
  EXPECT_EQ(notices.accept(row, record, at(0)), std::nullopt);
  look(1000);
  EXPECT_EQ(notices.next(), std::nullopt);
}

TEST_F(NoticesTest, AfterAStartNothingIsDueForAWhile) {
  notices.hold_until(at(3000));
  be(Health::overdue, 0, "no run began");
  look(0);
  EXPECT_EQ(notices.next(), at(3000));
  EXPECT_EQ(due(2999), "");
  EXPECT_EQ(due(3000), "overdue (no run began), was ok; ");
}

TEST_F(NoticesTest, AreAFewAtATime) {
  be(Health::overdue, 0);
  for (int i = 0; i < 10; ++i) {
    row.unit = "unit-" + std::to_string(i) + ".service";
    look(0);
  }
  write(second);
  EXPECT_EQ(notices.due(at(second)).size(), 4U);
  write(second);
  EXPECT_EQ(notices.due(at(second)).size(), 0U);
  EXPECT_EQ(notices.next(), std::nullopt) << "an answer will wake us";
  EXPECT_TRUE(notices.sent("unit-0.service"));
  write(second);
  EXPECT_EQ(notices.due(at(second)).size(), 1U);
}

}  // namespace
}  // namespace sa::test
