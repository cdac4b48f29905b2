// Somebody stops a run, or the host goes down under it.

#include "tests/watcher/scene.h"

#include <gtest/gtest.h>

namespace sa::test {
namespace {

TEST(RunTracker, InterruptsAStoppedSimpleServiceThoughItsResultIsSuccess) {
  Scene scene({.zero_only = false});
  scene.fired(0).queued(5, 7).journal(10, JournalUp{}, 1, 7).dequeued(11, 7);
  scene.queued(500, 8).journal(501, JournalStopping{}, 1, 8);
  scene.journal(510, JournalResult{Result::success}, 1).journal(511, JournalStopped{}, 1, 8);
  scene.dequeued(512, 8);
  EXPECT_EQ(scene.records(),
            "backup.service #1 interrupted +10..+510 success (stopped while it was running), timer "
            "backup.timer +0, both\n");
}

TEST(RunTracker, InterruptsAStoppedServiceWhoseHandlerExitsWithItsOwnStatus) {
  Scene scene({.zero_only = false});
  scene.queued(5, 7).journal(10, JournalUp{}, 1, 7).dequeued(11, 7);
  scene.queued(500, 8).journal(501, JournalStopping{}, 1, 8);
  scene.journal(509, JournalExit{"ExecStart", false, 6}, 1);
  scene.journal(510, JournalResult{Result::exit_code}, 1).journal(511, JournalStopped{}, 1, 8);
  EXPECT_EQ(scene.records(),
            "backup.service #1 interrupted +10..+510 exit-code exit 6 (stopped while it was "
            "running), manual, both\n");
}

// systemd 252 writes no "Stopping" for a oneshot: only that its start never failed on its own.
void oneshot_stopped_in_the_journal(Scene& scene) {
  scene.journal(509, JournalExit{"ExecStart", true, 15}, 1);
  scene.journal(510, JournalResult{Result::signal}, 1);
  scene.journal(511, JournalStopped{}, 1, 8);
}

constexpr char interrupted[] =
    "backup.service #1 interrupted +10..+510 signal TERM (stopped while it was running), timer "
    "backup.timer +0, both\n";

TEST(RunTracker, InterruptsAStoppedOneshotByTheJournalAlone) {
  Scene scene;
  scene.fired(0).queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  oneshot_stopped_in_the_journal(scene);
  EXPECT_EQ(scene.records(), interrupted);
}

TEST(RunTracker, InterruptsAStoppedOneshotWhoseStartTheBusCancelsBeforeItEnds) {
  Scene scene;
  scene.fired(0).queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  scene.queued(500, 8).dequeued(500, 7, QueueResult::canceled);
  oneshot_stopped_in_the_journal(scene);
  scene.dequeued(512, 8);
  EXPECT_EQ(scene.records(), interrupted);
}

TEST(RunTracker, InterruptsAStoppedOneshotWhoseCancelledStartTheBusTellsAfterItsEnd) {
  Scene scene;
  scene.fired(0).queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  scene.journal(509, JournalExit{"ExecStart", true, 15}, 1);
  scene.journal(510, JournalResult{Result::signal}, 1);
  scene.dequeued(510, 7, QueueResult::canceled);
  EXPECT_EQ(scene.records(), interrupted);
  scene.journal(511, JournalStopped{}, 1, 8);
  EXPECT_EQ(scene.records(), interrupted);
}

TEST(RunTracker, DoesNotInterruptARunThatFailedBeforeTheStop) {
  Scene scene;
  scene.journal(10, JournalStarting{}, 1, 7);
  scene.journal(20, JournalExit{"ExecStart", false, 3}, 1);
  scene.journal(21, JournalResult{Result::exit_code}, 1);
  scene.journal(22, JournalStartFailed{QueueResult::failed}, 1, 7);
  scene.journal(500, JournalStopped{}, 1, 8);
  scene.dequeued(501, 7, QueueResult::canceled);
  EXPECT_EQ(scene.records(),
            "backup.service #1 failed +10..+21 exit-code exit 3, unknown, journal\n");
}

TEST(RunTracker, RecordsARestartAsAnInterruptionAndAManualRun) {
  Scene scene;
  scene.fired(0).queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  scene.queued(500, 8).dequeued(500, 7, QueueResult::canceled);
  scene.journal(509, JournalExit{"ExecStart", true, 15}, 1);
  scene.journal(510, JournalResult{Result::signal}, 1);
  scene.journal(511, JournalStopped{true}, 1, 8);
  scene.journal(520, JournalStarting{}, 2, 8);
  EXPECT_EQ(scene.records(),
            std::string(interrupted) + "backup.service #2 running +520..?, manual, both\n");
}

// ---- the host goes down

TEST(RunTracker, InterruptsARunWhoseHostBootsAnew) {
  Scene scene;
  scene.fired(0).queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  scene.journal(900, JournalStarting{}, 2, 8, "other.service");  // the last sign of life
  scene.boot(2).journal(60000, JournalStarting{}, 3, 7);
  EXPECT_EQ(scene.records(),
            "backup.service #1 interrupted +10..+900 (the host went down while it was running), "
            "timer backup.timer +0, both\n"
            "backup.service #3 running +60000..?, unknown, boot #2, journal\n");
}

TEST(RunTracker, InterruptsARunOfAnEarlierBootOnceTheJournalIsRead) {
  Scene scene;
  scene.journal(10, JournalStarting{}, 1, 7);
  scene.booted(2, 60000);
  EXPECT_EQ(scene.records(),
            "backup.service #1 interrupted +10..+10 (the host went down while it was running), "
            "unknown, journal\n");
}

TEST(RunTracker, KeepsARunOfThisBootWhenTheJournalIsRead) {
  Scene scene;
  scene.journal(10, JournalStarting{}, 1, 7).booted(1, 60000);
  EXPECT_EQ(scene.records(), "backup.service #1 running +10..?, unknown, journal\n");
}

// Start ids begin anew with each boot.
TEST(RunTracker, DoesNotTakeAStartOfTheNewBootForOneOfTheOld) {
  Scene scene;
  scene.queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  scene.journal(20, JournalResult{Result::success}, 1).journal(21, JournalFinished{}, 1, 7);
  scene.boot(2).journal(60000, JournalStarting{}, 2, 7);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+20 success exit 0, manual, both\n"
            "backup.service #2 running +60000..?, unknown, boot #2, journal\n");
}

TEST(RunTracker, KeepsARunThatTheBusToldOfWhileEntriesOfTheBootBeforeAreStillRead) {
  Scene scene;
  scene.seen({.loaded = true,
              .invocation = id(2),
              .active = true,
              .began = at(60000),
              .main_began = at(60000),
              .pid = 42,
              .boot = id(2),
              .needed = true});
  scene.boot(1).journal(10, JournalStarting{}, 1, 7);
  scene.journal(20, JournalResult{Result::success}, 1);
  scene.boot(2).journal(60001, JournalStarting{}, 2, 9).booted(2, 70000);
  EXPECT_EQ(scene.records(),
            "backup.service #2 running +60000..? pid 42, unknown, boot #2, both\n"
            "backup.service #1 succeeded +10..+20 success exit 0, unknown, journal\n");
}

}  // namespace
}  // namespace sa::test
