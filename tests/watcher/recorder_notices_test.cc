#include "tests/watcher/recorder_scene.h"

#include <gtest/gtest.h>

namespace sa::test {
namespace {

constexpr char page[] =
    "[Service]\nType=oneshot\nExecStart=/bin/true\n"
    "[X-ScriptActivity]\nNotify=page\nFatalExitStatus=75\nOnFatal=pause\n";

class RecorderNotices : public testing::Test {
 protected:
  // A host that was looked at before, with backup.service that notifies.
  RecorderNotices() {
    scene.write_unit(service, page);
    begin();
    scene.recorder->pass_time(at(4000));
    scene.end(4000, 1);
    publish(4200);
    scene.commit();
  }
  void begin() {
    scene.list_all();
    scene.recorder->caught_up(at(0));
    scene.begin(900, 1);
    publish(1000);
  }
  void publish(std::int64_t now) {
    scene.recorder->account(at(now));
    scene.publish(now);
  }
  void fail(std::int64_t when, std::uint8_t invocation, int status) {
    scene.begin(when, invocation);
    scene.journal(when + 50, JournalExit{"ExecStart", false, status}, invocation);
    scene.journal(when + 51, JournalResult{Result::exit_code}, invocation);
    scene.journal(when + 52, JournalStartFailed{QueueResult::failed}, invocation, invocation);
    scene.tell(Dequeued{service, invocation, QueueResult::failed, at(when + 53)}, when + 53);
    publish(when + 60);
  }
  void succeed_by_hand(std::int64_t when, std::uint8_t invocation) {
    scene.tell(Queued{service, invocation, at(when - 5)}, when);
    scene.journal(when, JournalStarting{}, invocation, invocation);
    scene.journal(when + 100, JournalResult{Result::success}, invocation);
    scene.journal(when + 101, JournalFinished{}, invocation, invocation);
    scene.tell(Dequeued{service, invocation, QueueResult::done, at(when + 102)}, when + 102);
  }
  // systemd says that it does not start backup.service again.
  void settle(std::int64_t now) {
    scene.recorder->pass_time(at(now));
    ServiceSeen seen;
    seen.unit = service;
    seen.loaded = true;
    seen.boot = id(1);
    scene.tell(seen, now);
  }
  // What is due once the log has what was decided.
  std::string due(std::int64_t now) {
    scene.recorder->pass_time(at(now));
    scene.commit();
    return due_by_the_log(now);
  }
  std::string due_by_the_log(std::int64_t now) {
    std::string text;
    for (const auto& notice : scene.recorder->due_notices(at(now)))
      text += notice.unit + " " + std::string(to_string(notice.health)) + "; ";
    return text;
  }
  RecorderScene scene;
};

TEST_F(RecorderNotices, AreDueOnceTheyHaveSettled) {
  fail(10'000, 2, 3);
  EXPECT_EQ(scene.recorder->next_change(), at(11'060));
  settle(11'060);
  EXPECT_EQ(due(11'060), "backup.service failed; ");
  scene.recorder->notice_sent(service, at(12'000));
  EXPECT_EQ(scene.recorder->record(service)->told, Health::failed);
  EXPECT_TRUE(scene.recorder->owes_runs()) << "that it was told is to be written";
}

TEST_F(RecorderNotices, AreDueOnceTheLogHasThem) {
  fail(10'000, 2, 3);
  scene.commit();
  settle(11'060);
  scene.recorder->pass_time(at(11'060));
  EXPECT_EQ(due_by_the_log(11'060), "");
  EXPECT_TRUE(scene.recorder->owes_runs()) << "that it is under way is to be written";
  scene.commit();
  EXPECT_EQ(due_by_the_log(11'060), "backup.service failed; ");
}

// Seen: a watcher that was killed between the telling and the booking told of another run that
// failed too, and of a success not at all.
TEST_F(RecorderNotices, ThatWereUnderWayAreAskedForAgainUnderTheSameNameAndThenTheNext) {
  fail(10'000, 2, 3);
  settle(11'060);
  EXPECT_EQ(due(11'060), "backup.service failed; ");
  const auto asked = scene.recorder->record(service)->telling;
  ASSERT_TRUE(asked);
  scene.restart();
  scene.list_all();
  scene.recorder->caught_up(at(15'000));
  succeed_by_hand(20'000, 3);
  publish(20'300);
  EXPECT_EQ(due_by_the_log(20'300), "backup.service failed; ");
  EXPECT_EQ(scene.recorder->record(service)->telling, asked);
  scene.recorder->notice_sent(service, at(20'400));
  EXPECT_EQ(scene.recorder->record(service)->told, Health::failed);
  EXPECT_FALSE(scene.recorder->record(service)->telling);
  EXPECT_EQ(due(22'000), "backup.service ok; ");
}

TEST_F(RecorderNotices, OfWhichNobodyWasToldAreNotUnderWayAnyMore) {
  fail(10'000, 2, 3);
  settle(11'060);
  due(11'060);
  scene.recorder->notice_failed(service, Notices::Reached::nobody, at(12'000));
  EXPECT_FALSE(scene.recorder->record(service)->telling);
  EXPECT_TRUE(scene.recorder->owes_runs());
}

TEST_F(RecorderNotices, AreNeitherLostNorRepeatedByARestart) {
  fail(10'000, 2, 3);
  scene.commit();
  scene.restart();
  begin();
  settle(20'000);
  EXPECT_EQ(due(20'000), "backup.service failed; ");
  scene.recorder->notice_sent(service, at(20'000));
  scene.commit();
  scene.restart();
  begin();
  settle(30'000);
  EXPECT_EQ(due(30'000), "");
}

TEST_F(RecorderNotices, PauseAFatalFailureOnceAlsoOverARestart) {
  fail(10'000, 2, 75);
  const auto wishes = scene.recorder->due_pauses(at(10'100));
  ASSERT_EQ(wishes.size(), 1U);
  EXPECT_EQ(wishes[0].timer, timer);
  scene.recorder->pause_done(wishes[0], at(10'200));
  scene.commit();
  scene.restart();
  begin();
  EXPECT_TRUE(scene.recorder->due_pauses(at(20'000)).empty());
}

TEST(RecorderFirstLook, TellsNothingOfAHostAsItWas) {
  RecorderScene scene;
  scene.write_unit(service, page);
  scene.list_all();
  scene.begin(900, 1);
  scene.journal(950, JournalExit{"ExecStart", false, 75}, 1);
  scene.journal(951, JournalResult{Result::exit_code}, 1);
  scene.recorder->caught_up(at(1000));
  scene.publish(1000);
  scene.recorder->pass_time(at(5000));
  EXPECT_TRUE(scene.recorder->due_notices(at(5000)).empty());
  EXPECT_TRUE(scene.recorder->due_pauses(at(5000)).empty());
  EXPECT_EQ(scene.recorder->record(service)->told, Health::failed);
}

// Seen: a job that failed two seconds after the first start of the watcher was never told, though
// its recovery was.
TEST(RecorderFirstLook, TellsOfAFailureThatBeganDuringIt) {
  RecorderScene scene;
  scene.write_unit(service, page);
  scene.list_all();
  scene.recorder->caught_up(at(1000));
  scene.publish(1000);
  scene.begin(1500, 1);
  scene.journal(1550, JournalExit{"ExecStart", false, 3}, 1);
  scene.journal(1551, JournalResult{Result::exit_code}, 1);
  scene.publish(1600);
  scene.recorder->pass_time(at(5000));
  EXPECT_NE(scene.recorder->record(service)->told, Health::failed) << "it counts as told";
  EXPECT_TRUE(scene.recorder->next_change()) << "a notice is owed";
}

}  // namespace
}  // namespace sa::test
