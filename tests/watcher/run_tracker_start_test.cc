// Starts that never became a run, and starts that systemd tries again by itself.

#include "tests/watcher/scene.h"

#include <gtest/gtest.h>

namespace sa::test {
namespace {

TEST(RunTracker, RecordsAnUnmetConditionAsSkipped) {
  Scene scene;
  scene.fired(0).queued(5, 7);
  scene.journal_of_none(6, JournalSkipped{"an unmet condition check (ConditionPathExists=/x)"}, 7);
  scene.dequeued(7, 7).wait(5000);
  EXPECT_EQ(scene.records(),
            "backup.service start 7 skipped at +6 (an unmet condition check "
            "(ConditionPathExists=/x)), timer backup.timer +0, both\n");
  EXPECT_EQ(scene.asked(), "");
}

TEST(RunTracker, LetsASkippedStartLeaveTheRunBeforeAlone) {
  Scene scene;
  whole_run(scene, 10, 1, 7);
  scene.fired(1000).queued(1001, 8);
  scene.journal(1002, JournalSkipped{"an unmet condition check"}, 1, 8).dequeued(1003, 8);
  EXPECT_EQ(
      scene.records(),
      "backup.service #1 succeeded +10..+110 success exit 0, timer backup.timer +0, both\n"
      "backup.service start 8 skipped at +1002 (an unmet condition check), timer backup.timer "
      "+1000, both\n");
  EXPECT_EQ(scene.tracker.current_run(service)->identity, id(1));
}

TEST(RunTracker, RecordsAFailedDependencyAsRefused) {
  Scene scene;
  scene.fired(0).queued(5, 7);
  scene.journal_of_none(60, JournalStartFailed{QueueResult::dependency}, 7);
  scene.dequeued(61, 7, QueueResult::dependency);
  EXPECT_EQ(scene.records(),
            "backup.service start 7 refused at +60 (a dependency failed), timer backup.timer +0, "
            "both\n");
}

TEST(RunTracker, RecordsAnyOtherRefusal) {
  Scene scene;
  scene.fired(0).queued(5, 7);
  scene.journal_of_none(6, JournalStartFailed{QueueResult::other}, 7);
  EXPECT_EQ(scene.records(),
            "backup.service start 7 refused at +6 (systemd could not start it), timer backup.timer "
            "+0, both\n");
}

// systemd 252 writes the refusal with the invocation of the run before; only the start differs.
TEST(RunTracker, LetsARefusedStartLeaveTheRunBeforeAloneThoughItNamesItsInvocation) {
  Scene scene;
  whole_run(scene, 10, 1, 7);
  scene.fired(1000).queued(1001, 8);
  scene.journal(1002, JournalStartLimit{}, 1);
  scene.journal(1003, JournalResult{Result::exit_code}, 1);
  scene.journal(1004, JournalStartFailed{QueueResult::failed}, 1, 8);
  scene.dequeued(1005, 8, QueueResult::failed);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+110 success exit 0, timer backup.timer +0, both\n"
            "backup.service start 8 refused at +1004 start-limit-hit (started too often, systemd's "
            "start limit was hit), timer backup.timer +1000, both\n");
}

TEST(RunTracker, RecordsEveryStartThatTheLimitSwallows) {
  Scene scene;
  for (const int start : {8, 9}) {
    const std::int64_t when = 1000 * start;
    scene.fired(when).queued(when + 1, static_cast<std::uint32_t>(start));
    scene.journal(when + 2, JournalStartLimit{}, 1);
    scene.journal(when + 3, JournalResult{Result::start_limit_hit}, 1);
    scene.journal(when + 4, JournalStartFailed{QueueResult::failed}, 1,
                  static_cast<std::uint32_t>(start));
  }
  EXPECT_EQ(scene.records(),
            "backup.service start 8 refused at +8004 start-limit-hit (started too often, systemd's "
            "start limit was hit), timer backup.timer +8000, both\n"
            "backup.service start 9 refused at +9004 start-limit-hit (started too often, systemd's "
            "start limit was hit), timer backup.timer +9000, both\n");
}

// PID 1's entries are rate limited: what follows may be lost.
// journald was started anew meanwhile.
TEST(RunTracker, ARunOfWhichTheJournalToldOnlyTheEndIsAskedFor) {
  Scene scene;
  scene.queued(5, 7).journal(110, JournalFinished{}, 1, 7).dequeued(111, 7);
  EXPECT_EQ(scene.asked(), "backup.service needed");
}

TEST(RunTracker, EndsTheNextRunThoughTheEntryOfTheRefusalWasLost) {
  Scene scene;
  scene.queued(1, 7).journal(2, JournalStartLimit{}, 9);
  whole_run(scene, 5000, 1, 8);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +5000..+5100 success exit 0, timer backup.timer +4990, "
            "both\n");
}

TEST(RunTracker, CallsARefusedManualStartManualAndTellsWhenItWasAskedFor) {
  Scene scene;
  scene.queued(5, 7);
  scene.journal_of_none(6, JournalStartFailed{QueueResult::dependency}, 7);
  EXPECT_EQ(scene.records(),
            "backup.service start 7 refused at +6 (a dependency failed), manual +6, both\n");
}

TEST(RunTracker, DoesNotKnowWhoAskedForARefusedStartThatOnlyTheJournalTells) {
  Scene scene;
  scene.journal_of_none(6, JournalStartFailed{QueueResult::dependency}, 7);
  EXPECT_EQ(scene.records(),
            "backup.service start 7 refused at +6 (a dependency failed), unknown +6, journal\n");
}

TEST(RunTracker, ConfirmsARefusalWhenTheBusTellsOfItLater) {
  Scene scene;
  scene.journal_of_none(6, JournalStartFailed{QueueResult::dependency}, 7);
  scene.fired(0).queued(5, 7).dequeued(7, 7, QueueResult::dependency);
  EXPECT_EQ(scene.records(),
            "backup.service start 7 refused at +6 (a dependency failed), timer backup.timer +0, "
            "both\n");
}

TEST(RunTracker, RecordsThatATimerCouldNotQueueItsServiceAndThatTheTimerIsDead) {
  Scene scene;
  scene.journal(0, JournalQueueFailed{"Unit absent.service not found."}, 9, 0, timer);
  EXPECT_EQ(
      scene.records(),
      "backup.service queue failure refused at +0 resources (Unit absent.service not found.), "
      "timer backup.timer +0, journal\n");
  const std::pair<std::string, std::string> dead{timer, "Unit absent.service not found."};
  EXPECT_EQ(scene.changes.dead_timers, std::vector{dead});
}

TEST(RunTracker, PresumesTheServiceOfADeadTimerThatNobodyToldOf) {
  Scene scene;
  scene.watch("lost.service");
  scene.journal(0, JournalQueueFailed{"Unit lost.service is masked."}, 9, 0, "lost.timer");
  EXPECT_EQ(scene.records(),
            "lost.service queue failure refused at +0 resources (Unit lost.service is masked.), "
            "timer lost.timer +0, journal\n");
}

// ---- automatic restarts

// One attempt that fails at `when` + 20, and the scheduling of the next.
void failed_attempt(Scene& scene, std::int64_t when, std::uint8_t invocation, std::uint32_t start,
                    std::uint32_t restarts) {
  scene.queued(when - 1, start).journal(when, JournalStarting{}, invocation, start);
  scene.journal(when + 19, JournalExit{"ExecStart", false, 1}, invocation);
  scene.journal(when + 20, JournalResult{Result::exit_code}, invocation);
  scene.journal(when + 21, JournalStartFailed{QueueResult::failed}, invocation, start);
  scene.dequeued(when + 22, start, QueueResult::failed);
  scene.journal(when + 100, JournalRestartScheduled{restarts}, invocation);
  scene.journal(when + 101, JournalStopped{true}, invocation, start + 1);
}

TEST(RunTracker, CountsTheAttemptsOfOneTrigger) {
  Scene scene;
  scene.fired(0);
  failed_attempt(scene, 10, 1, 7, 1);
  failed_attempt(scene, 210, 2, 8, 2);
  scene.queued(409, 9).journal(410, JournalStarting{}, 3, 9);
  scene.journal(420, JournalResult{Result::success}, 3).journal(421, JournalFinished{}, 3, 9);
  EXPECT_EQ(
      scene.records(),
      "backup.service #1 failed +10..+30 exit-code exit 1, timer backup.timer +0, both\n"
      "backup.service #2 attempt 2 failed +210..+230 exit-code exit 1, timer backup.timer +0, "
      "both\n"
      "backup.service #3 attempt 3 succeeded +410..+420 success exit 0, timer backup.timer "
      "+0, both\n");
}

TEST(RunTracker, CountsAnewForTheNextTrigger) {
  Scene scene;
  scene.fired(0);
  failed_attempt(scene, 10, 1, 7, 1);
  scene.queued(209, 8).journal(210, JournalStarting{}, 2, 8);
  scene.journal(220, JournalResult{Result::success}, 2).journal(221, JournalFinished{}, 2, 8);
  scene.fired(60000).queued(60001, 9).journal(60002, JournalStarting{}, 3, 9);
  EXPECT_EQ(scene.records(),
            "backup.service #1 failed +10..+30 exit-code exit 1, timer backup.timer +0, both\n"
            "backup.service #2 attempt 2 succeeded +210..+220 success exit 0, timer backup.timer "
            "+0, both\n"
            "backup.service #3 running +60002..?, timer backup.timer +60000, both\n");
}

TEST(RunTracker, RefusesTheAttemptThatHitsTheStartLimit) {
  Scene scene;
  scene.fired(0);
  failed_attempt(scene, 10, 1, 7, 1);
  failed_attempt(scene, 210, 2, 8, 2);
  scene.queued(400, 9).journal(401, JournalStartLimit{}, 2);
  scene.journal(402, JournalResult{Result::exit_code}, 2);
  scene.journal(403, JournalStartFailed{QueueResult::failed}, 2, 9);
  EXPECT_EQ(
      scene.records(),
      "backup.service #1 failed +10..+30 exit-code exit 1, timer backup.timer +0, both\n"
      "backup.service #2 attempt 2 failed +210..+230 exit-code exit 1, timer backup.timer +0, "
      "both\n"
      "backup.service start 9 attempt 3 refused at +403 start-limit-hit (started too often, "
      "systemd's start limit was hit), timer backup.timer +0, both\n");
}

TEST(RunTracker, TakesTheStopHalfOfAnAutomaticRestartForNoInterruption) {
  Scene scene;
  scene.journal(10, JournalStarting{}, 1, 7);
  scene.journal(20, JournalExit{"ExecStart", false, 1}, 1);
  scene.journal(21, JournalResult{Result::exit_code}, 1);
  // The entry that its start failed was lost.
  scene.journal(100, JournalRestartScheduled{1}, 1).journal(101, JournalStopped{true}, 1, 8);
  EXPECT_EQ(scene.records(),
            "backup.service #1 failed +10..+21 exit-code exit 1, unknown, journal\n");
}

// While it waits to restart, systemd's stamps and results are of no run.
TEST(RunTracker, BelievesNoStampsWhileSystemdWaitsToRestart) {
  Scene scene;
  scene.fired(0);
  failed_attempt(scene, 10, 1, 7, 1);
  scene.seen({.loaded = true,
              .invocation = id(1),
              .active = true,
              .restart_pending = true,
              .began = at(31),
              .ended = at(31),
              .main_began = at(9),
              .main_ended = at(29),
              .result = Result::exit_code,
              .exit_status = 1});
  EXPECT_EQ(scene.records(),
            "backup.service #1 failed +10..+31 exit-code exit 1, timer backup.timer +0, both\n");
}

}  // namespace
}  // namespace sa::test
