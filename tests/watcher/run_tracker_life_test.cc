// The life of a run that got its invocation: begins, goes, ends.

#include "tests/watcher/scene.h"

#include <gtest/gtest.h>

namespace sa::test {
namespace {

TEST(RunTracker, MakesOneRecordOfARunThatBusAndJournalTellOf) {
  Scene scene;
  whole_run(scene, 10, 1, 7);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+110 success exit 0, timer backup.timer +0, both\n");
}

TEST(RunTracker, TellsARunFromItsBeginning) {
  Scene scene;
  scene.fired(0).queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  EXPECT_EQ(scene.told(), "backup.service #1 running +10..?, timer backup.timer +0, both\n");
  EXPECT_EQ(scene.asked(), "backup.service");
  scene.journal(110, JournalResult{Result::success}, 1);
  EXPECT_EQ(scene.told(),
            "backup.service #1 succeeded +10..+110 success exit 0, timer backup.timer +0, both\n");
  EXPECT_EQ(scene.asked(), "backup.service");
  scene.journal(111, JournalFinished{}, 1, 7).dequeued(111, 7).wait(5000);
  EXPECT_EQ(scene.told(), "");
  EXPECT_EQ(scene.asked(), "");
}

TEST(RunTracker, RecordsARunThatOnlyTheJournalToldOf) {
  Scene scene;
  scene.journal(10, JournalStarting{}, 1, 7).journal(110, JournalResult{Result::success}, 1);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+110 success exit 0, unknown, journal\n");
}

TEST(RunTracker, LeavesTheStatusOfACleanEndOpenWhereOtherStatusesAreCleanToo) {
  Scene scene({.zero_only = false});
  scene.journal(10, JournalStarting{}, 1, 7).journal(110, JournalResult{Result::success}, 1);
  EXPECT_EQ(scene.records(), "backup.service #1 succeeded +10..+110 success, unknown, journal\n");
  scene.seen({.loaded = true,
              .invocation = id(1),
              .began = at(9),
              .ended = at(111),
              .main_began = at(9),
              .main_ended = at(109),
              .exit_status = 7});
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded at +10 +9..+111 success exit 7, unknown, both\n");
}

TEST(RunTracker, RecordsAFailureWithItsExitStatus) {
  Scene scene;
  scene.fired(0).queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  scene.journal(20, JournalExit{"ExecStart", false, 3}, 1);
  scene.journal(21, JournalResult{Result::exit_code}, 1);
  scene.journal(22, JournalStartFailed{QueueResult::failed}, 1, 7);
  scene.dequeued(23, 7, QueueResult::failed);
  EXPECT_EQ(scene.records(),
            "backup.service #1 failed +10..+21 exit-code exit 3, timer backup.timer +0, both\n");
}

TEST(RunTracker, RecordsAFailureThoughTheBusTellsOfItFirst) {
  Scene scene;
  scene.fired(0).queued(5, 7).dequeued(23, 7, QueueResult::failed);
  scene.journal(10, JournalStarting{}, 1, 7);
  scene.journal(20, JournalExit{"ExecStart", true, 11}, 1);
  scene.journal(21, JournalResult{Result::signal}, 1);
  scene.journal(22, JournalStartFailed{QueueResult::failed}, 1, 7);
  scene.wait(2000);
  EXPECT_EQ(scene.records(),
            "backup.service #1 failed +10..+21 signal SEGV, timer backup.timer +0, both\n");
  EXPECT_EQ(scene.asked(), "backup.service, backup.service");  // nothing that is needed
}

TEST(RunTracker, BeginsASimpleServiceWhenItIsUp) {
  Scene scene({.zero_only = false});
  scene.fired(0).queued(5, 7).journal(10, JournalUp{}, 1, 7).dequeued(11, 7);
  EXPECT_EQ(scene.told(), "backup.service #1 running +10..?, timer backup.timer +0, both\n");
  scene.journal(1000, JournalResult{Result::success}, 1).wait(5000);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+1000 success, timer backup.timer +0, both\n");
}

TEST(RunTracker, BeginsANotifyServiceWhenItStartsNotWhenItIsUp) {
  Scene scene({.zero_only = false});
  scene.fired(0).queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  scene.journal(500, JournalUp{}, 1, 7).dequeued(501, 7);
  scene.journal(900, JournalExit{"ExecStart", false, 9}, 1);
  scene.journal(901, JournalResult{Result::exit_code}, 1);
  EXPECT_EQ(scene.records(),
            "backup.service #1 failed +10..+901 exit-code exit 9, timer backup.timer +0, both\n");
}

TEST(RunTracker, SkipsARunWhoseExecConditionSaidNo) {
  Scene scene;
  scene.fired(0).queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  scene.journal(20, JournalResult{Result::exec_condition}, 1);
  scene.journal(21, JournalSkipped{"a condition check failed"}, 1, 7).dequeued(22, 7);
  EXPECT_EQ(scene.records(),
            "backup.service #1 skipped +10..+20 exec-condition, timer backup.timer +0, both\n");
}

TEST(RunTracker, EndsARunThatRemainsActiveWhenItsProcessEnded) {
  Scene scene;
  scene.fired(0).queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  scene.journal(110, JournalFinished{}, 1, 7).dequeued(111, 7);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+110 success exit 0 (its process has ended, the unit "
            "remains active), timer backup.timer +0, both\n");
  EXPECT_TRUE(scene.tracker.remains_active(service));
  EXPECT_EQ(scene.asked(), "backup.service, backup.service");
}

TEST(RunTracker, LetsAStopOfARunThatRemainsActiveChangeNothing) {
  Scene scene;
  scene.fired(0).queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  scene.journal(110, JournalFinished{}, 1, 7).dequeued(111, 7);
  const auto before = scene.records();
  scene.queued(5000, 8).journal(5001, JournalStopping{}, 1, 8);
  scene.journal(5002, JournalResult{Result::success}, 1).journal(5003, JournalStopped{}, 1, 8);
  scene.dequeued(5004, 8);
  EXPECT_EQ(scene.records(), before);
}

TEST(RunTracker, ForgetsThatARunRemainedActiveOnceSystemdSaysThatItIsNot) {
  Scene scene;
  scene.journal(10, JournalStarting{}, 1, 7).journal(110, JournalFinished{}, 1, 7);
  scene.seen({.loaded = true, .invocation = id(1), .began = at(10), .ended = at(200)});
  EXPECT_FALSE(scene.tracker.remains_active(service));
}

TEST(RunTracker, AddsTheCpuTimeThatTheJournalTellsAfterTheEnd) {
  Scene scene;
  scene.journal(10, JournalStarting{}, 1, 7).journal(110, JournalResult{Result::success}, 1);
  scene.journal(112, JournalCpu{Duration(1234)}, 1);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+110 success exit 0 cpu 1234us, unknown, journal\n");
}

TEST(RunTracker, LosesTheEndOfARunThatANewerOneReplaces) {
  Scene scene;
  scene.journal(10, JournalStarting{}, 1, 7).journal(500, JournalStarting{}, 2, 8);
  EXPECT_EQ(scene.records(),
            "backup.service #1 interrupted +10..? (its end was not seen), unknown, journal\n"
            "backup.service #2 running +500..?, unknown, journal\n");
}

TEST(RunTracker, KeepsTheRunsOfUnitsApart) {
  Scene scene;
  scene.watch("other.service");
  scene.journal(10, JournalStarting{}, 1, 7).journal(11, JournalStarting{}, 2, 8, "other.service");
  scene.journal(20, JournalResult{Result::success}, 2, 0, "other.service");
  EXPECT_EQ(scene.records(),
            "backup.service #1 running +10..?, unknown, journal\n"
            "other.service #2 succeeded +11..+20 success exit 0, unknown, journal\n");
  EXPECT_EQ(scene.tracker.units_with_open_runs(), std::vector<std::string>{service});
}

TEST(RunTracker, MakesNothingOfATimersOwnEntries) {
  Scene scene;
  scene.queued(1, 3, timer)
      .journal(2, JournalUp{}, 9, 3, timer)
      .dequeued(3, 3, QueueResult::done, timer);
  EXPECT_EQ(scene.changes.ask_timers, std::vector<std::string>{timer});
  EXPECT_EQ(scene.records(), "");
  EXPECT_EQ(scene.wait(5000).asked(), "");
}

// ---- units that are not watched (yet)

TEST(RunTracker, KeepsWhatHappenedToAUnitUntilItIsWatched) {
  Scene scene({.watched = false});
  whole_run(scene, 10, 1, 7);
  EXPECT_EQ(scene.records(), "");
  EXPECT_FALSE(scene.tracker.is_watched(service));
  scene.watch();
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+110 success exit 0, timer backup.timer +0, both\n");
}

// As after a restart: the journal is read before systemd has told of the timers.
TEST(RunTracker, KnowsThatACleanEndWasZeroThoughItLearnsOnlyLaterThatItMustBe) {
  Scene scene({.zero_only = false});
  scene.journal(10, JournalStarting{}, 1, 7).journal(110, JournalResult{Result::success}, 1);
  scene.journal(111, JournalFinished{}, 1, 7).watch(service, true);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+110 success exit 0, unknown, journal\n");
}

TEST(RunTracker, ForgetsUnitsThatNobodyWatchesAfterAWhile) {
  Scene scene({.watched = false});
  whole_run(scene, 10, 1, 7);
  scene.tracker.forget_unwatched(at(111));  // quiet since +111
  scene.watch();
  EXPECT_NE(scene.records(), "");

  Scene other({.watched = false});
  whole_run(other, 10, 1, 7);
  other.tracker.forget_unwatched(at(112));
  other.watch();
  EXPECT_EQ(other.records(), "");
}

}  // namespace
}  // namespace sa::test
