// The watcher starts anew on a log that knows some runs, and reads the journal from its cursor,
// which may stand before what the log knows.

#include "tests/watcher/scene.h"

#include <gtest/gtest.h>

namespace sa::test {
namespace {

// What the log has of backup.service after `scene`.
Run recorded(const Scene& scene) {
  return *scene.tracker.current_run(service);
}

Scene& failed_run(Scene& scene) {
  scene.journal(10, JournalStarting{}, 1, 7);
  scene.journal(20, JournalExit{"ExecStart", false, 3}, 1);
  scene.journal(21, JournalResult{Result::exit_code}, 1);
  scene.journal(22, JournalStartFailed{QueueResult::failed}, 1, 7);
  return scene;
}

TEST(RunTracker, RecordsNothingAnewWhenTheJournalTellsAgainWhatTheLogHas) {
  Scene before;
  before.fired(0).queued(5, 7);
  const auto expected = failed_run(before).records();
  Scene scene;
  scene.tracker.restore(recorded(before));
  scene.tracker.triggers().set_used(timer, at(0));
  EXPECT_EQ(failed_run(scene).records(), expected);
}

TEST(RunTracker, WhatRemainsActiveDoesSoAfterARestartOfTheWatcherToo) {
  Scene before;
  before.journal(10, JournalStarting{}, 1, 7).journal(110, JournalFinished{}, 1, 7);
  Scene scene;
  scene.tracker.restore(recorded(before));
  ServiceSeen seen{service, true, id(1), true, true};
  seen.active_since = at(110);
  seen.needed = true;
  EXPECT_FALSE(scene.tracker.remains_active(service));
  scene.seen(seen);
  EXPECT_TRUE(scene.tracker.remains_active(service));
  EXPECT_NE(scene.told(), "");
  seen.active = seen.exited = false;
  scene.seen(seen);
  EXPECT_FALSE(scene.tracker.remains_active(service));
}

TEST(RunTracker, TakesTheEntryThatARunsStartFailedForNoNewRefusal) {
  Scene before;
  failed_run(before);
  Scene scene;
  scene.tracker.restore(recorded(before));
  scene.journal(22, JournalStartFailed{QueueResult::failed}, 1, 7);
  EXPECT_EQ(scene.told(), "");
}

TEST(RunTracker, TakesALaterFailureToStartForARefusal) {
  Scene before;
  failed_run(before);
  Scene scene;
  scene.tracker.restore(recorded(before));
  scene.journal(60000, JournalStartFailed{QueueResult::failed}, 1, 8);
  EXPECT_EQ(scene.told(),
            "backup.service start 8 refused at +60000 (systemd could not start it), unknown "
            "+60000, journal\n");
}

TEST(RunTracker, RecordsNothingAnewWhenTheJournalTellsAgainOfARefusal) {
  Scene before;
  before.fired(0).queued(5, 7);
  before.journal_of_none(6, JournalSkipped{"an unmet condition check"}, 7);
  EXPECT_EQ(before.told(),
            "backup.service start 7 skipped at +6 (an unmet condition check), timer backup.timer "
            "+0, both\n");
  Scene scene;
  scene.tracker.restore(before.newest());
  EXPECT_TRUE(scene.tracker.knows(service, before.newest().identity));
  scene.journal_of_none(6, JournalSkipped{"an unmet condition check"}, 7);
  EXPECT_EQ(scene.told(), "");
}

TEST(RunTracker, CountsNoAttemptTwiceWhenTheJournalTellsOfARestartAgain) {
  Scene before;
  failed_run(before).journal(100, JournalRestartScheduled{1}, 1);
  before.journal(110, JournalStarting{}, 2, 8).journal(120, JournalResult{Result::success}, 2);
  Scene scene;
  scene.tracker.restore(recorded(before));
  scene.journal(100, JournalRestartScheduled{1}, 1).journal(110, JournalStarting{}, 2, 8);
  scene.fired(1000).queued(1001, 9).journal(1002, JournalStarting{}, 3, 9);
  EXPECT_EQ(scene.records(),
            "backup.service #2 attempt 2 succeeded +110..+120 success exit 0, unknown, journal\n"
            "backup.service #3 running +1002..?, timer backup.timer +1000, both\n");
}

TEST(RunTracker, IsBetweenTwoEntriesThatBelongTogether) {
  Scene scene;
  scene.journal(10, JournalStarting{}, 1, 7);
  EXPECT_FALSE(scene.tracker.is_between());
  scene.journal(20, JournalExit{"ExecStart", false, 3}, 1);
  EXPECT_TRUE(scene.tracker.is_between());
  scene.journal(21, JournalResult{Result::exit_code}, 1);
  EXPECT_FALSE(scene.tracker.is_between());
  scene.journal(100, JournalRestartScheduled{1}, 1);
  EXPECT_TRUE(scene.tracker.is_between());
  scene.journal(110, JournalStarting{}, 2, 8);
  EXPECT_FALSE(scene.tracker.is_between());
  scene.journal(120, JournalStartLimit{}, 2);
  EXPECT_TRUE(scene.tracker.is_between());
  scene.booted(2, 60000);
  EXPECT_FALSE(scene.tracker.is_between());
}

TEST(RunTracker, AsksForARunWhoseBeginningWasNotRead) {
  Scene scene;
  scene.journal(20, JournalExit{"ExecStart", false, 3}, 1);
  scene.journal(21, JournalResult{Result::exit_code}, 1);
  scene.journal(22, JournalStartFailed{QueueResult::failed}, 1, 7);
  EXPECT_EQ(scene.asked(), "backup.service needed");
  scene.seen({.loaded = true,
              .invocation = id(1),
              .began = at(10),
              .ended = at(21),
              .main_began = at(10),
              .main_ended = at(20),
              .result = Result::exit_code,
              .exit_status = 3,
              .needed = true});
  EXPECT_EQ(scene.records(), "backup.service #1 failed +10..+21 exit-code exit 3, unknown, bus\n");
}

TEST(RunTracker, GoesOnWithARunThatWasGoing) {
  Scene before;
  before.fired(0).queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  Scene scene;
  scene.tracker.restore(recorded(before));
  scene.journal(20, JournalExit{"ExecStart", false, 3}, 1);
  scene.journal(21, JournalResult{Result::exit_code}, 1);
  scene.journal(22, JournalStartFailed{QueueResult::failed}, 1, 7);
  EXPECT_EQ(scene.records(),
            "backup.service #1 failed +10..+21 exit-code exit 3, timer backup.timer +0, both\n");
}

TEST(RunTracker, KnowsTheExitStatusOfARunThatWasGoingAndEndedCleanly) {
  Scene before;
  before.fired(0).queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  Scene scene({.watched = false});
  scene.tracker.restore(recorded(before));
  scene.journal(20, JournalResult{Result::success}, 1).watch(service, true);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+20 success exit 0, timer backup.timer +0, both\n");
}

TEST(RunTracker, PresumesNothingOfARunThatEndedBeforeTheLogDid) {
  Scene before({.zero_only = false});
  before.journal(10, JournalStarting{}, 1, 7).journal(20, JournalResult{Result::success}, 1);
  Scene scene({.watched = false});
  scene.tracker.restore(recorded(before));
  scene.watch(service, true);
  EXPECT_EQ(scene.records(), "");
}

TEST(RunTracker, InterruptsAStoppedOneshotThoughItsEndIsInTheLogAlready) {
  Scene before;
  before.journal(10, JournalStarting{}, 1, 7);
  before.journal(20, JournalExit{"ExecStart", true, 15}, 1);
  before.journal(21, JournalResult{Result::signal}, 1);
  Scene scene;
  scene.tracker.restore(recorded(before));
  scene.journal(22, JournalStopped{}, 1, 8);
  EXPECT_EQ(scene.records(),
            "backup.service #1 interrupted +10..+21 signal TERM (stopped while it was running), "
            "unknown, journal\n");
}

TEST(RunTracker, LeavesAFailedRunOfTheLogAloneWhenItsUnitIsStoppedLater) {
  Scene before;
  failed_run(before);
  Scene scene;
  scene.tracker.restore(recorded(before));
  scene.journal(60000, JournalStopped{}, 1, 8);
  scene.queued(70000, 9).dequeued(70001, 9, QueueResult::canceled);
  EXPECT_EQ(scene.told(), "");
}

TEST(RunTracker, InterruptsAnOpenRunOfTheLogWhoseBootIsOver) {
  Scene before;
  before.journal(10, JournalStarting{}, 1, 7);
  Scene scene;
  scene.tracker.restore(recorded(before));
  scene.tracker.restore_seen_until(at(500));
  scene.boot(2).booted(2, 60000);
  EXPECT_EQ(scene.records(),
            "backup.service #1 interrupted +10..+500 (the host went down while it was running), "
            "unknown, journal\n");
}

TEST(RunTracker, KeepsTheTriggerOfARunOfTheLog) {
  Scene before;
  before.fired(0).queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  Scene scene;
  scene.tracker.restore(recorded(before));
  scene.tracker.triggers().set_used(timer, at(0));
  scene.fired(0).journal(10, JournalStarting{}, 1, 7);
  scene.journal(20, JournalResult{Result::success}, 1);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+20 success exit 0, timer backup.timer +0, both\n");
}

TEST(RunTracker, DoesNotCallARunManualThatBeganBeforeTheTimerWasHeard) {
  Scene scene({.observed = false});
  scene.queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  EXPECT_EQ(scene.records(), "backup.service #1 running +10..?, unknown, both\n");
  scene.tracker.triggers().observe(timer, at(100));
  scene.journal(20, JournalResult{Result::success}, 1);
  scene.queued(200, 8).journal(201, JournalStarting{}, 2, 8);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+20 success exit 0, unknown, both\n"
            "backup.service #2 running +201..?, manual, both\n");
}

TEST(RunTracker, KeepsOnlyTheNewestRunsOfAUnitInMind) {
  Scene before;
  for (std::uint8_t n = 1; n <= 20; ++n) whole_run(before, 1000 * n, n, n);
  EXPECT_EQ(before.tracker.current_run(service)->identity, id(20));
  // The first has left its memory: its late CPU time is nobody's.
  (void)before.told();
  before.journal(30000, JournalCpu{Duration(5)}, 1);
  EXPECT_EQ(before.told(), "");
}

}  // namespace
}  // namespace sa::test
