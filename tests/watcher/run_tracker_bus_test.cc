// Where the journal is silent or late, systemd's answers make the record.

#include "tests/watcher/scene.h"

#include <gtest/gtest.h>

namespace sa::test {
namespace {

ServiceSeen ended_seen(std::uint8_t invocation, std::int64_t began, std::int64_t ended) {
  return {.loaded = true,
          .invocation = id(invocation),
          .began = at(began),
          .ended = at(ended),
          .main_began = at(began),
          .main_ended = at(ended - 1),
          .result = Result::success,
          .exit_status = 0,
          .needed = true};
}

ServiceSeen running_seen(std::uint8_t invocation, std::int64_t began) {
  return {.loaded = true,
          .invocation = id(invocation),
          .active = true,
          .began = at(began),
          .main_began = at(began),
          .result = Result::success,
          .pid = 42,
          .needed = true};
}

TEST(RunTracker, AsksAfterASecondWhatTheJournalDidNotTell) {
  Scene scene;
  scene.fired(0).queued(5, 7).dequeued(110, 7);
  EXPECT_EQ(scene.tracker.next_question(), at(1110));
  EXPECT_EQ(scene.wait(1109).asked(), "");
  EXPECT_EQ(scene.wait(1110).asked(), "backup.service needed");
  EXPECT_EQ(scene.tracker.next_question(), std::nullopt);
  scene.seen(ended_seen(1, 10, 109));
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+109 success exit 0, timer backup.timer +0, bus\n");
}

TEST(RunTracker, AsksNothingOfUnitsThatNobodyWatches) {
  Scene scene;
  scene.queued(5, 7, "other.service").dequeued(110, 7, QueueResult::done, "other.service");
  EXPECT_EQ(scene.wait(2000).asked(), "");
}

TEST(RunTracker, FollowsARunThatSystemdToldOfWithTheJournal) {
  Scene scene;
  scene.fired(0).queued(5, 7).dequeued(11, 7).wait(1011).seen(running_seen(1, 10));
  EXPECT_EQ(scene.records(),
            "backup.service #1 running +10..? pid 42, timer backup.timer +0, bus\n");
  scene.journal(2000, JournalExit{"ExecStart", false, 3}, 1);
  scene.journal(2001, JournalResult{Result::exit_code}, 1);
  EXPECT_EQ(scene.records(),
            "backup.service #1 failed +10..+2001 exit-code exit 3, timer backup.timer +0, bus\n");
}

TEST(RunTracker, EndsARunByAnAnswerThatWasNeeded) {
  Scene scene;
  scene.fired(0).queued(5, 7).journal(10, JournalStarting{}, 1, 7);
  scene.dequeued(110, 7, QueueResult::failed).wait(1110);
  auto seen = ended_seen(1, 9, 109);
  seen.result = Result::exit_code;
  seen.exit_status = 3;
  scene.seen(seen);
  EXPECT_EQ(scene.records(),
            "backup.service #1 failed at +10 +9..+109 exit-code exit 3, timer backup.timer +0, "
            "both\n");
}

TEST(RunTracker, DoesNotEndARunByAnAnswerThatTheJournalIsAboutToGive) {
  Scene scene({.zero_only = false});
  scene.journal(10, JournalStarting{}, 1, 7);
  auto seen = ended_seen(1, 9, 111);
  seen.needed = false;
  seen.exit_status = 7;
  scene.seen(seen);
  EXPECT_EQ(scene.records(), "backup.service #1 running at +10 +9..?, unknown, both\n");
  scene.journal(110, JournalResult{Result::success}, 1);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded at +10 +9..+111 success exit 7, unknown, both\n");
}

TEST(RunTracker, KeepsAnAnswerThatComesBeforeTheJournalToldOfTheRun) {
  Scene scene({.zero_only = false});
  auto seen = ended_seen(1, 9, 111);
  seen.needed = false;
  seen.exit_status = 7;
  scene.seen(seen);
  EXPECT_EQ(scene.records(), "");
  scene.journal(10, JournalStarting{}, 1, 7).journal(110, JournalResult{Result::success}, 1);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded at +10 +9..+111 success exit 7, unknown, both\n");
}

TEST(RunTracker, DoesNotUseAnEarlyAnswerForAnotherRun) {
  Scene scene({.zero_only = false});
  auto seen = ended_seen(2, 9, 111);
  seen.needed = false;
  scene.seen(seen);
  scene.journal(10, JournalStarting{}, 1, 7).journal(110, JournalResult{Result::success}, 1);
  EXPECT_EQ(scene.records(), "backup.service #1 succeeded +10..+110 success, unknown, journal\n");
}

TEST(RunTracker, InterruptsARunWhoseUnitIsGone) {
  Scene scene;
  scene.journal(10, JournalStarting{}, 1, 7).seen({.needed = true});
  EXPECT_EQ(scene.records(),
            "backup.service #1 interrupted +10..? (the unit was gone before its end was seen), "
            "unknown, journal\n");
}

TEST(RunTracker, WaitsForTheJournalWhereAnAnswerThatWasNotNeededFindsNoUnit) {
  Scene scene;
  scene.journal(10, JournalStarting{}, 1, 7).seen({.needed = false});
  EXPECT_EQ(scene.records(), "backup.service #1 running +10..?, unknown, journal\n");
}

TEST(RunTracker, MakesNoRunOfAUnitThatNeverRan) {
  Scene scene;
  scene.seen({.loaded = true, .needed = true});
  EXPECT_EQ(scene.told(), "");
}

TEST(RunTracker, TellsNothingTwiceWhenTheSameAnswerComesAgain) {
  Scene scene;
  scene.seen(running_seen(1, 10));
  EXPECT_EQ(scene.told(),
            "backup.service #1 running +10..?, unknown, bus\n"
            "backup.service #1 running +10..? pid 42, unknown, bus\n");
  scene.seen(running_seen(1, 10));  // as after a reload
  EXPECT_EQ(scene.told(), "");
}

// As at a first start on a host whose journal is gone.
TEST(RunTracker, EndsARunThatRemainsActiveByAnAnswer) {
  Scene scene;
  auto seen = running_seen(1, 10);
  seen.exited = true;
  seen.active_since = at(110);
  seen.pid.reset();
  seen.exit_status = 0;
  scene.seen(seen);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+110 success exit 0 (its process has ended, the unit "
            "remains active), unknown, bus\n");
  EXPECT_TRUE(scene.tracker.remains_active(service));
}

// It was called broken until its next run.
TEST(RunTracker, DoesNotSayOfAUnitThatIsStoppedThatItRemainsActive) {
  Scene scene;
  auto seen = running_seen(1, 10);
  seen.exited = true;
  seen.active_since = at(110);
  seen.pid.reset();
  scene.seen(seen);
  scene.told();
  scene.journal(200, JournalStopping{}, 1, 8).journal(201, JournalStopped{}, 1, 8);
  EXPECT_FALSE(scene.tracker.remains_active(service));
  EXPECT_NE(scene.told(), "");  // or else nobody would judge it anew
}

TEST(RunTracker, DoesNotSayThatAUnitRemainsActiveWhichSystemdCallsInactive) {
  Scene scene;
  auto seen = running_seen(1, 10);
  seen.exited = true;
  seen.active_since = at(110);
  seen.pid.reset();
  scene.seen(seen);
  scene.told();
  seen.active = false;
  seen.exited = false;
  scene.seen(seen);
  EXPECT_FALSE(scene.tracker.remains_active(service));
  EXPECT_NE(scene.told(), "");
}

// What the journal is about to tell of it: somebody stopped it meanwhile.
TEST(RunTracker, LeavesANewerRunToTheJournalWhereAnAnswerWasToMakeAnotherExact) {
  Scene scene;
  scene.journal(10, JournalStarting{}, 1, 7).journal(110, JournalFinished{}, 1, 7);
  EXPECT_EQ(scene.asked(), "backup.service, backup.service");
  auto newer = ended_seen(2, 200, 900);
  newer.needed = false;
  scene.seen(newer);
  scene.journal(200, JournalStarting{}, 2, 9).journal(300, JournalFinished{}, 2, 9);
  EXPECT_EQ(
      scene.records(),
      "backup.service #1 succeeded +10..+110 success exit 0 (its process has ended, the unit "
      "remains active), unknown, journal\n"
      "backup.service #2 succeeded +200..+300 success exit 0 (its process has ended, the unit "
      "remains active), unknown, journal\n");
}

// ---- journald was stopped for a while

TEST(RunTracker, RecordsWhatTheJournalTellsLateOfRunsThatSystemdToldOf) {
  Scene scene;
  scene.fired(0).queued(5, 7).dequeued(110, 7).wait(1110).seen(ended_seen(1, 10, 110));
  scene.fired(5000).queued(5005, 8).dequeued(5110, 8).wait(6110).seen(ended_seen(2, 5010, 5110));
  const auto before = scene.records();
  EXPECT_EQ(before,
            "backup.service #1 succeeded +10..+110 success exit 0, timer backup.timer +0, bus\n"
            "backup.service #2 succeeded +5010..+5110 success exit 0, timer backup.timer +5000, "
            "bus\n");
  scene.journal(10, JournalStarting{}, 1, 7).journal(110, JournalResult{Result::success}, 1);
  scene.journal(110, JournalFinished{}, 1, 7).journal(5010, JournalStarting{}, 2, 8);
  scene.journal(5110, JournalResult{Result::success}, 2).journal(5110, JournalFinished{}, 2, 8);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+110 success exit 0, timer backup.timer +0, both\n"
            "backup.service #2 succeeded +5010..+5110 success exit 0, timer backup.timer +5000, "
            "both\n");
}

// systemd only knows the newest invocation.
TEST(RunTracker, RecordsARunThatTheJournalTellsAfterSystemdToldOfANewerOne) {
  Scene scene;
  scene.fired(0).queued(5, 7).dequeued(110, 7);
  scene.fired(500).queued(505, 8).wait(1110).seen(running_seen(2, 510));
  scene.journal(10, JournalStarting{}, 1, 7).journal(110, JournalResult{Result::success}, 1);
  scene.journal(110, JournalFinished{}, 1, 7).journal(510, JournalStarting{}, 2, 8);
  EXPECT_EQ(scene.records(),
            "backup.service #2 running +510..? pid 42, timer backup.timer +500, both\n"
            "backup.service #1 succeeded +10..+110 success exit 0, timer backup.timer +0, both\n");
  EXPECT_EQ(scene.tracker.current_run(service)->identity, id(2));
}

TEST(RunTracker, LosesTheEndOfALateRunThatTheJournalNeverTells) {
  Scene scene;
  scene.seen(running_seen(2, 510)).journal(10, JournalStarting{}, 1, 7);
  scene.journal(510, JournalStarting{}, 2, 8);
  EXPECT_EQ(scene.records(),
            "backup.service #2 running +510..? pid 42, unknown, both\n"
            "backup.service #1 interrupted +10..? (its end was not seen), unknown, journal\n");
}

TEST(RunTracker, TakesTheEndFromAJournalThatLagsBehindTheNextRun) {
  Scene scene;
  scene.journal(10, JournalStarting{}, 1, 7).seen(running_seen(2, 510));
  scene.journal(110, JournalExit{"ExecStart", false, 3}, 1);
  scene.journal(110, JournalResult{Result::exit_code}, 1);
  scene.journal(510, JournalStarting{}, 2, 8);
  EXPECT_EQ(scene.records(),
            "backup.service #1 failed +10..+110 exit-code exit 3, unknown, journal\n"
            "backup.service #2 running +510..? pid 42, unknown, both\n");
}

TEST(RunTracker, TakesTheEndFromAJournalThatLagsBehindTheUnitsUnloading) {
  Scene scene;
  scene.journal(10, JournalStarting{}, 1, 7).seen({.loaded = false, .needed = true});
  EXPECT_EQ(scene.records(),
            "backup.service #1 interrupted +10..? (the unit was gone before its end was seen), "
            "unknown, journal\n");
  scene.journal(110, JournalResult{Result::success}, 1).journal(110, JournalFinished{}, 1, 7);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+110 success exit 0, unknown, journal\n");
}

TEST(RunTracker, TakesTheEndOfARestoredRunThatWasCalledInterruptedTooEarly) {
  Scene scene;
  sa::Run lost;
  lost.identity = id(1);
  lost.unit = service;
  lost.at = at(10);
  lost.began = at(10);
  lost.boot = id(1);
  lost.host = "box";
  lost.state = State::interrupted;
  lost.reason = "its end was not seen";
  lost.recorded_by = RecordedBy::journal;
  scene.tracker.restore(lost);
  scene.journal(110, JournalResult{Result::success}, 1);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+110 success exit 0, unknown, journal\n");
}

// ---- a host without a journal

TEST(RunTracker, AsksAtOnceWhereThereIsNoJournal) {
  Scene scene({.journal = RunTracker::Journal::none});
  scene.fired(0).queued(5, 7);
  EXPECT_EQ(scene.wait(5).asked(), "backup.service needed");
  scene.seen(running_seen(1, 6));
  scene.dequeued(110, 7);
  EXPECT_EQ(scene.wait(110).asked(), "backup.service needed");
  scene.seen(ended_seen(1, 6, 109));
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +6..+109 success exit 0, timer backup.timer +0, bus\n");
}

// systemd has stamped the beginning of its waiting over that of the run.
TEST(RunTracker, RecordsRespawnsByAnswersAlone) {
  Scene scene({.journal = RunTracker::Journal::none});
  scene.fired(0).queued(5, 7).wait(5).seen(running_seen(1, 6));
  scene.dequeued(20, 7, QueueResult::failed).wait(20);
  scene.seen({.loaded = true,
              .invocation = id(1),
              .active = true,
              .restart_pending = true,
              .began = at(19),
              .ended = at(19),
              .main_began = at(6),
              .main_ended = at(18),
              .result = Result::exit_code,
              .exit_status = 1,
              .needed = true});
  scene.queued(120, 8).wait(120);
  auto second = running_seen(2, 121);
  second.restarts = 1;
  scene.seen(second).dequeued(130, 8).wait(130).seen(ended_seen(2, 121, 129));
  EXPECT_EQ(scene.records(),
            "backup.service #1 failed +6..+19 exit-code exit 1, timer backup.timer +0, bus\n"
            "backup.service #2 attempt 2 succeeded +121..+129 success exit 0, timer backup.timer "
            "+0, bus\n");
}

TEST(RunTracker, KnowsOnlyTheEndOfAnAttemptWhoseProgramNeverBegan) {
  Scene scene({.journal = RunTracker::Journal::none});
  scene.fired(0).queued(5, 7).dequeued(20, 7, QueueResult::failed).wait(20);
  scene.seen({.loaded = true,
              .invocation = id(1),
              .active = true,
              .restart_pending = true,
              .began = at(21),
              .ended = at(20),
              .result = Result::exit_code,
              .needed = true});
  EXPECT_EQ(scene.records(),
            "backup.service #1 failed at +20 ?..+20 exit-code, timer backup.timer +0, bus\n");
}

}  // namespace
}  // namespace sa::test
