#include "watcher/fatal_pauses.h"

#include "tests/watcher/scene.h"

#include <gtest/gtest.h>

namespace sa::test {
namespace {

class FatalPausesTest : public testing::Test {
 protected:
  FatalPausesTest() {
    facts.fatal_exit_status = {"75", "SIGUSR1"};
    facts.pause_on_fatal = true;
    row.unit = service;
    record.unit = service;
    record.timers = {{timer, std::nullopt}};
  }
  void fail(std::uint8_t invocation, std::optional<int> status, std::optional<int> signal = {}) {
    sa::Run run;
    run.identity = id(invocation);
    run.state = State::failed;
    run.result = status ? Result::exit_code : Result::signal;
    run.exit_status = status;
    run.exit_signal = signal;
    row.last_run = run;
  }
  void look(std::int64_t now) {
    if (const auto run = pauses.look(row, record, facts, {timer}, at(now))) record.fatal_run = run;
  }
  std::string due(std::int64_t now) {
    std::string text;
    for (const auto& wish : pauses.due(at(now))) text += wish.timer + ": " + wish.reason + "; ";
    return text;
  }

  FatalPauses pauses;
  UnitFacts facts;
  UnitRecord record;
  UnitStatus row;
};

TEST_F(FatalPausesTest, AreWantedOnceForARunThatFailedSo) {
  fail(1, 75);
  look(0);
  EXPECT_EQ(due(0), "backup.timer: failed fatally: exit 75; ");
  EXPECT_EQ(due(0), "") << "it is under way";
  pauses.done(timer);
  look(100);
  EXPECT_EQ(record.fatal_run, id(1));
  look(200);
  EXPECT_EQ(pauses.next(), std::nullopt);
  fail(2, {}, SIGUSR1);
  look(300);
  EXPECT_EQ(due(300), "backup.timer: failed fatally: USR1; ");
}

TEST_F(FatalPausesTest, AreNotWantedOtherwise) {
  fail(1, 3);
  look(0);
  fail(1, {}, SIGTERM);
  look(0);
  fail(1, 75);
  facts.pause_on_fatal = false;
  look(0);
  facts.pause_on_fatal = true;
  record.fatal_run = id(1);
  look(0);
  EXPECT_EQ(pauses.next(), std::nullopt);
}

TEST_F(FatalPausesTest, AreTriedAgain) {
  fail(1, 75);
  look(0);
  due(0);
  EXPECT_TRUE(pauses.failed(timer, at(0)));
  look(0);
  EXPECT_EQ(pauses.next(), at(60'000));
  EXPECT_EQ(due(60'000), "backup.timer: failed fatally: exit 75; ");
  EXPECT_FALSE(pauses.failed(timer, at(60'000)));
  EXPECT_EQ(pauses.next(), at(180'000));
}

TEST_F(FatalPausesTest, LeaveATimerThatIsHeldAlready) {
  fail(1, 75);
  record.timers[0].pause = PausedSpan{"alice", at(0), {}, "", {}};
  look(0);
  EXPECT_EQ(record.fatal_run, id(1));
  EXPECT_EQ(pauses.next(), std::nullopt);
}

TEST_F(FatalPausesTest, AreDroppedWhenItHasRunAgain) {
  fail(1, 75);
  look(0);
  row.last_run->identity = id(2);
  row.last_run->state = State::succeeded;
  look(100);
  EXPECT_EQ(due(100), "");
}

}  // namespace
}  // namespace sa::test
