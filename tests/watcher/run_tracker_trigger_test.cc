// Who caused a run.

#include "tests/watcher/scene.h"

#include <gtest/gtest.h>

namespace sa::test {
namespace {

TEST(RunTracker, CallsAStartThatNoTimerCausedManual) {
  Scene scene;
  scene.queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  EXPECT_EQ(scene.records(), "backup.service #1 running +10..?, manual, both\n");
}

// The unit itself would claim its timer.
TEST(RunTracker, CallsAManualStartManualThoughTheTimerIsActive) {
  Scene scene;
  whole_run(scene, 10, 1, 7);
  scene.queued(1000, 8).fired(0).journal(1001, JournalStarting{}, 2, 8);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+110 success exit 0, timer backup.timer +0, both\n"
            "backup.service #2 running +1001..?, manual, both\n");
}

TEST(RunTracker, CallsARunTheTimersWhenItsSignalComesLate) {
  Scene scene;
  scene.queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  EXPECT_EQ(scene.told(), "backup.service #1 running +10..?, manual, both\n");
  scene.fired(0);
  EXPECT_EQ(scene.told(), "backup.service #1 running +10..?, timer backup.timer +0, both\n");
}

TEST(RunTracker, LetsTheAttemptsOfATriggerKnowItWhenItsSignalComesLate) {
  Scene scene({.observed = false});
  scene.queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  scene.journal(20, JournalExit{"ExecStart", false, 3}, 1);
  scene.journal(21, JournalResult{Result::exit_code}, 1);
  scene.journal(22, JournalStartFailed{QueueResult::failed}, 1, 7);
  scene.journal(100, JournalRestartScheduled{1}, 1);
  scene.journal(110, JournalStarting{}, 2, 8).journal(120, JournalResult{Result::success}, 2);
  scene.fired(0);
  EXPECT_EQ(scene.records(),
            "backup.service #1 failed +10..+21 exit-code exit 3, timer backup.timer +0, both\n"
            "backup.service #2 attempt 2 succeeded +110..+120 success exit 0, timer backup.timer "
            "+0, journal\n");
}

TEST(RunTracker, CallsARunTheTimersWhenTheSignalComesAfterItsEnd) {
  Scene scene;
  scene.queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  scene.journal(20, JournalResult{Result::success}, 1).fired(0);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+20 success exit 0, timer backup.timer +0, both\n");
}

TEST(RunTracker, DoesNotGiveTheTimersNextFiringToTheManualRunBefore) {
  Scene scene;
  scene.queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  scene.journal(20, JournalResult{Result::success}, 1).fired(1000);
  EXPECT_EQ(scene.records(), "backup.service #1 succeeded +10..+20 success exit 0, manual, both\n");
  scene.queued(1001, 8).journal(1002, JournalStarting{}, 2, 8);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+20 success exit 0, manual, both\n"
            "backup.service #2 running +1002..?, timer backup.timer +1000, both\n");
}

TEST(RunTracker, TellsManualOnlyWhereTheBusToldOfTheStart) {
  Scene scene;
  scene.journal(10, JournalStarting{}, 1, 7);
  EXPECT_EQ(scene.records(), "backup.service #1 running +10..?, unknown, journal\n");
  scene.queued(5, 7);
  EXPECT_EQ(scene.records(), "backup.service #1 running +10..?, manual, both\n");
}

TEST(RunTracker, CallsWhatBootStartedBoot) {
  Scene scene;
  scene.tracker.set_boot_finished(at(1000));
  scene.queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  scene.journal(20, JournalResult{Result::success}, 1);
  scene.queued(1001, 8).journal(1002, JournalStarting{}, 2, 8);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+20 success exit 0, boot, both\n"
            "backup.service #2 running +1002..?, manual, both\n");
}

TEST(RunTracker, CallsTheTargetOfATimerTheTriggerOfItsServices) {
  Scene scene;
  scene.tracker.triggers().set_unit("group.timer", "group.target", {service, "other.service"});
  scene.watch("other.service");
  scene.fired(0, "group.timer").queued(4, 7).queued(4, 8, "other.service");
  scene.journal(10, JournalStarting{}, 1, 7);
  scene.journal(11, JournalStarting{}, 2, 8, "other.service");
  EXPECT_EQ(scene.records(),
            "backup.service #1 running +10..?, unit group.target +0, both\n"
            "other.service #2 running +11..?, unit group.target +0, both\n");
}

TEST(RunTracker, TellsTheTimersOfOneServiceApart) {
  Scene scene;
  scene.tracker.triggers().set_unit("nightly.timer", service, {});
  whole_run(scene, 10, 1, 7);
  scene.fired(2000, "nightly.timer").queued(2001, 8).journal(2002, JournalStarting{}, 2, 8);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+110 success exit 0, timer backup.timer +0, both\n"
            "backup.service #2 running +2002..?, timer nightly.timer +2000, both\n");
}

TEST(RunTracker, GivesEachOfSeveralRunsItsOwnFiringWhenTheJournalIsLate) {
  Scene scene;
  scene.fired(0).queued(1, 7).dequeued(30, 7);
  scene.fired(1000).queued(1001, 8).dequeued(1030, 8);
  scene.fired(2000).queued(2001, 9).dequeued(2030, 9);
  std::uint32_t start = 7;
  for (const int when : {10, 1010, 2010}) {
    const auto invocation = static_cast<std::uint8_t>(start - 6);
    scene.journal(when, JournalStarting{}, invocation, start);
    scene.journal(when + 20, JournalResult{Result::success}, invocation);
    scene.journal(when + 20, JournalFinished{}, invocation, start++);
  }
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+30 success exit 0, timer backup.timer +0, both\n"
            "backup.service #2 succeeded +1010..+1030 success exit 0, timer backup.timer +1000, "
            "both\n"
            "backup.service #3 succeeded +2010..+2030 success exit 0, timer backup.timer +2000, "
            "both\n");
}

// A scene with backup.path, which has waited for a second.
Scene& with_path(Scene& scene) {
  scene.tracker.activations().set(path, {service});
  scene.tracker.activations().observe(path, at(-1000));
  return scene.activated(-1000, false);
}

TEST(RunTracker, CallsARunThePathsThatWasRunningWhenItBegan) {
  Scene scene;
  with_path(scene).activated(4).queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  EXPECT_EQ(scene.records(), "backup.service #1 running +10..?, path backup.path +4, both\n");
  scene.journal(20, JournalResult{Result::success}, 1).activated(21, false);
  scene.queued(100, 8).journal(110, JournalStarting{}, 2, 8);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+20 success exit 0, path backup.path +4, both\n"
            "backup.service #2 running +110..?, manual, both\n");
}

TEST(RunTracker, CallsARunThePathsWhenItsSignalComesLate) {
  Scene scene;
  with_path(scene).queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  scene.journal(20, JournalResult{Result::success}, 1).activated(4).activated(21, false);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+20 success exit 0, path backup.path +4, both\n");
}

// The journal tells of it when it is up, and then the path is running because of it.
TEST(RunTracker, CallsARunByHandManualThoughItSetsItsPathRunning) {
  Scene scene;
  with_path(scene).queued(5, 7).activated(11).journal(12, JournalUp{}, 1, 7);
  EXPECT_EQ(scene.records(), "backup.service #1 running +12..?, manual, both\n");
}

TEST(RunTracker, TellsThePathOfARunThatBeganUnheardOnlyBySystemdsStamp) {
  Scene scene;
  with_path(scene).activated(11).journal(12, JournalUp{}, 1, 7);
  EXPECT_EQ(scene.records(), "backup.service #1 running +12..?, unknown, journal\n");
  scene.seen({.loaded = true, .invocation = id(1), .active = true, .began = at(10)});
  EXPECT_EQ(scene.records(), "backup.service #1 running at +12 +10..?, unknown, both\n");
  scene.activated(9);
  EXPECT_EQ(scene.records(),
            "backup.service #1 running at +12 +10..?, path backup.path +9, both\n");
}

TEST(RunTracker, CallsARunOfATimerAndAPathTheOnesThatWasFirst) {
  Scene scene;
  with_path(scene).fired(3).activated(4).queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  scene.journal(20, JournalResult{Result::success}, 1).activated(21, false);
  scene.activated(103).fired(104).queued(105, 8).journal(110, JournalStarting{}, 2, 8);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+20 success exit 0, timer backup.timer +3, both\n"
            "backup.service #2 running +110..?, path backup.path +103, both\n");
}

TEST(RunTracker, CallsNoRunManualWhosePathWasNotObserved) {
  Scene scene;
  scene.tracker.activations().set(path, {service});
  scene.queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  EXPECT_EQ(scene.records(), "backup.service #1 running +10..?, unknown, both\n");
}

TEST(RunTracker, CallsARunManualOnceItIsKnownThatTheNewPathIsAnothers) {
  Scene scene;
  scene.tracker.activations().await("new.path");
  scene.queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  EXPECT_EQ(scene.told(), "backup.service #1 running +10..?, unknown, both\n");
  scene.tracker.activations().set("new.path", {"other.service"});
  scene.tracker.activators_known(scene.changes);
  scene.wait(20);
  EXPECT_EQ(scene.told(), "backup.service #1 running +10..?, manual, both\n");
}

TEST(RunTracker, CallsNoRunManualWhoseStartWasToldLongAfterItsPathMayHaveChanged) {
  Scene scene({.observed = false});
  scene.tracker.triggers().forget(timer);
  with_path(scene).journal(10, JournalStarting{}, 1, 7).queued(600, 7);
  EXPECT_EQ(scene.records(), "backup.service #1 running +10..?, unknown, both\n");
}

TEST(RunTracker, TakesAStartThatADependencyQueuedBeforeTheTimerFiredForTheTimers) {
  Scene scene;
  scene.queued(1, 7).fired(2).journal(10, JournalStarting{}, 1, 7);
  EXPECT_EQ(scene.records(), "backup.service #1 running +10..?, timer backup.timer +2, both\n");
}

TEST(RunTracker, TakesThePersistentTimersStampFileForNoTrigger) {
  Scene scene;
  scene.tracker.triggers().set_active_since(timer, at(100));
  scene.fired(50).queued(150, 7).journal(151, JournalStarting{}, 1, 7);
  EXPECT_EQ(scene.records(), "backup.service #1 running +151..?, manual, both\n");
}

}  // namespace
}  // namespace sa::test
