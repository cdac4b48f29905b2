// Units to which nothing has happened for long.

#include "tests/watcher/scene.h"

#include <gtest/gtest.h>

namespace sa::test {
namespace {

constexpr std::int64_t long_after = 3'600'000;

TEST(RunTrackerAtRest, KeepsOfAUnitsRunsTheNewest) {
  Scene scene;
  whole_run(scene, 10, 1, 7);
  whole_run(scene, 1000, 2, 8);
  scene.tracker.rest(at(1101));  // quiet since +1101
  EXPECT_TRUE(scene.tracker.knows(service, id(1)));
  scene.tracker.rest(at(long_after));
  EXPECT_FALSE(scene.tracker.knows(service, id(1)));
  EXPECT_TRUE(scene.tracker.knows(service, id(2)));
}

TEST(RunTrackerAtRest, HoldsNoMemoryForMore) {
  UnitTrack track;
  for (std::uint8_t n = 1; n <= 20; ++n) {
    sa::Run run;
    run.identity = id(n);
    run.at = at(n);
    track.queue(n, at(n));
    track.answer(n);
    track.insert(run).exits.resize(3);
  }
  EXPECT_EQ(track.episodes.capacity(), 4U);
  track.rest();
  EXPECT_EQ(track.episodes.capacity(), 1U);
  EXPECT_EQ(track.current()->run.identity, id(20));
  EXPECT_EQ(track.current()->exits.capacity(), 0U);
  EXPECT_EQ(track.queued.capacity() + track.answered.capacity(), 0U);
}

TEST(RunTrackerAtRest, RecordsTheNextRunAsAnyOther) {
  Scene scene;
  whole_run(scene, 10, 1, 7);
  scene.tracker.rest(at(long_after));
  whole_run(scene, 2 * long_after, 2, 8);
  scene.queued(3 * long_after - 5, 9).journal(3 * long_after, JournalStarting{}, 3, 9);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+110 success exit 0, timer backup.timer +0, both\n"
            "backup.service #2 succeeded +7200000..+7200100 success exit 0, timer backup.timer "
            "+7199990, both\n"
            "backup.service #3 running +10800000..?, manual, both\n");
}

// The firing fell into a run that the tracker does not know any more.
TEST(RunTrackerAtRest, DoesNotGiveAFiringThatWasAbsorbedToALaterManualRun) {
  Scene scene;
  scene.fired(0).queued(5, 7).journal(10, JournalStarting{}, 1, 7).fired(500);
  scene.journal(1000, JournalResult{Result::success}, 1);
  scene.queued(1995, 8).journal(2000, JournalStarting{}, 2, 8);
  scene.journal(2100, JournalResult{Result::success}, 2);
  scene.tracker.rest(at(long_after));
  scene.queued(2 * long_after, 9);
  EXPECT_EQ(scene.records(),
            "backup.service #1 succeeded +10..+1000 success exit 0, timer backup.timer +0, both\n"
            "backup.service #2 succeeded +2000..+2100 success exit 0, manual, both\n");
}

TEST(RunTrackerAtRest, IsNoUnitWhoseRunGoesOn) {
  Scene scene;
  whole_run(scene, 10, 1, 7);
  scene.queued(995, 8).journal(1000, JournalStarting{}, 2, 8);
  scene.tracker.rest(at(long_after));
  scene.fired(990);
  EXPECT_EQ(scene.newest().trigger.unit, timer);
  EXPECT_TRUE(scene.tracker.knows(service, id(1)));
}

// It is ordered after a unit that takes its time.
TEST(RunTrackerAtRest, IsNoUnitWhoseStartWaitsInTheQueue) {
  Scene scene;
  whole_run(scene, 10, 1, 7);
  scene.queued(1000, 8);
  scene.tracker.rest(at(long_after));
  scene.journal(2 * long_after, JournalStarting{}, 2, 8);
  EXPECT_EQ(text_of(scene.newest(), scene.frame),
            "backup.service #2 running +7200000..?, manual, both");
}

TEST(RunTrackerAtRest, IsNoUnitThatWaitsForItsNextAttempt) {
  Scene scene;
  whole_run(scene, 10, 1, 7);
  scene.fired(990).queued(995, 8).journal(1000, JournalStarting{}, 2, 8);
  scene.journal(1010, JournalExit{"ExecStart", false, 3}, 2);
  scene.journal(1011, JournalResult{Result::exit_code}, 2);
  scene.journal(1100, JournalRestartScheduled{1}, 2);
  scene.tracker.rest(at(long_after));
  EXPECT_TRUE(scene.tracker.knows(service, id(1)));
  scene.journal(2 * long_after, JournalStarting{}, 3, 9);
  EXPECT_EQ(scene.newest().attempt, 2U);
  EXPECT_EQ(scene.newest().trigger.unit, timer);
}

}  // namespace
}  // namespace sa::test
