#include "watcher/run_refine.h"

#include "tests/watcher/scene.h"

#include <gtest/gtest.h>

namespace sa::test {
namespace {

Run ended_run() {
  sa::Run run;
  run.identity = id(1);
  run.unit = "a.service";
  run.at = at(10);
  run.began = at(10);
  run.ended = at(1000);
  run.state = State::succeeded;
  run.result = Result::success;
  run.host = "box";
  run.boot = id(1);
  return run;
}

ServiceSeen seen_of_it() {
  ServiceSeen seen;
  seen.unit = "a.service";
  seen.loaded = true;
  seen.invocation = id(1);
  seen.began = at(8);
  seen.ended = at(1002);
  seen.main_began = at(7);
  seen.main_ended = at(999);
  seen.exit_status = 7;
  return seen;
}

std::string refined_began(const ServiceSeen& seen) {
  sa::Run run = ended_run();
  refine_began(run, seen);
  return text_of(*run.began, {at(0), id(1)});
}

std::string refined_ended(const ServiceSeen& seen, bool remains_active = false) {
  sa::Run run = ended_run();
  refine_ended(run, seen, remains_active);
  return text_of(run, {at(0), id(1)});
}

TEST(RunRefine, TakesSystemdsStampOfTheBeginning) {
  EXPECT_EQ(refined_began(seen_of_it()), "+8");
}

TEST(RunRefine, KeepsTheJournalsBeginningWhereTheAnswerHasNone) {
  auto seen = seen_of_it();
  seen.began.reset();
  EXPECT_EQ(refined_began(seen), "+10");
}

TEST(RunRefine, KeepsTheJournalsBeginningWhileSystemdWaitsToRestart) {
  auto seen = seen_of_it();
  seen.restart_pending = true;
  EXPECT_EQ(refined_began(seen), "+10");
}

TEST(RunRefine, KeepsTheJournalsBeginningWhereTheMainProcessEndedBeforeTheStamp) {
  auto seen = seen_of_it();
  seen.began = at(200);
  seen.main_ended = at(199);
  EXPECT_EQ(refined_began(seen), "+10");
}

TEST(RunRefine, BelievesABeginningUpTo250MillisecondsAway) {
  auto seen = seen_of_it();
  seen.began = at(10 - 250);
  EXPECT_EQ(refined_began(seen), "-240");
  seen.began = at(10 - 251);
  EXPECT_EQ(refined_began(seen), "+10");
  seen.began = at(10 + 250);
  EXPECT_EQ(refined_began(seen), "+260");
}

TEST(RunRefine, BelievesNoBeginningAfterTheEnd) {
  sa::Run run = ended_run();
  run.ended = at(20);
  auto seen = seen_of_it();
  seen.began = at(21);
  seen.main_ended.reset();
  refine_began(run, seen);
  EXPECT_EQ(run.began, at(10));
}

TEST(RunRefine, TakesSystemdsStampOfTheEndAndTheExitStatus) {
  EXPECT_EQ(refined_ended(seen_of_it()),
            "a.service #1 succeeded +10..+1002 success exit 7, unknown, bus");
}

// Of a run whose end the journal told at +1000.
std::string end_that_is_stamped(Instant ended, std::uint32_t restarts) {
  auto seen = seen_of_it();
  seen.restarts = restarts;
  seen.ended = ended;
  sa::Run run = ended_run();
  refine_ended(run, seen, false);
  return text_of(*run.ended, {at(0), id(1)});
}

TEST(RunRefine, AnEndOnABusyHost10MillisecondsAfterItsEntryIsSystemds) {
  EXPECT_EQ(end_that_is_stamped(at(1010), 0), "+1010");
  EXPECT_EQ(end_that_is_stamped(at(1030), 0), "+1030");
  EXPECT_EQ(end_that_is_stamped(at(1031), 0), "+1000");
}

TEST(RunRefine, TheEndOfTheRunBeforeIsNotItsEnd) {
  auto seen = seen_of_it();
  seen.ended = at(985);
  sa::Run run = ended_run();
  run.at = at(990);
  run.began = run.at;
  seen.began = run.at;
  refine_ended(run, seen, false);
  EXPECT_EQ(text_of(*run.ended, {at(0), id(1)}), "+1000");
}

TEST(RunRefine, OfARestartedUnitBelievesAnEndUpTo5MillisecondsAway) {
  EXPECT_EQ(end_that_is_stamped(at(1005), 1), "+1005");
  EXPECT_EQ(end_that_is_stamped(at(1006), 1), "+1000");
}

TEST(RunRefine, TakesASignal) {
  auto seen = seen_of_it();
  seen.exit_status.reset();
  seen.exit_signal = 15;
  EXPECT_EQ(refined_ended(seen), "a.service #1 succeeded +10..+1002 success TERM, unknown, bus");
}

TEST(RunRefine, KeepsAnExitThatIsKnown) {
  sa::Run run = ended_run();
  run.exit_status = 3;
  refine_ended(run, seen_of_it(), false);
  EXPECT_EQ(run.exit_status, 3);
}

TEST(RunRefine, BelievesNoExitOfAMainProcessBeforeTheRun) {
  auto seen = seen_of_it();
  seen.main_began = at(-11);  // the run before, or the unit has no main process
  EXPECT_EQ(refined_ended(seen), "a.service #1 succeeded +10..+1002 success, unknown, bus");
  seen.main_began.reset();
  EXPECT_EQ(refined_ended(seen), "a.service #1 succeeded +10..+1002 success, unknown, bus");
}

TEST(RunRefine, TakesTheMainProcesssZeroForNoFailure) {
  sa::Run run = ended_run();
  run.state = State::failed;
  run.result = Result::exit_code;  // ExecStopPost= failed
  auto seen = seen_of_it();
  seen.exit_status = 0;
  refine_ended(run, seen, false);
  EXPECT_EQ(text_of(run, {at(0), id(1)}), "a.service #1 failed +10..+1002 exit-code, unknown, bus");
}

TEST(RunRefine, BelievesNoExitWhileTheUnitIsActiveAgain) {
  auto seen = seen_of_it();
  seen.active = true;
  EXPECT_EQ(refined_ended(seen), "a.service #1 succeeded +10..+1002 success, unknown, bus");
}

TEST(RunRefine, EndsARunThatRemainsActiveWhenItBecameActive) {
  auto seen = seen_of_it();
  seen.active = seen.exited = true;
  seen.ended.reset();
  seen.active_since = at(999);
  seen.exit_status = 0;
  EXPECT_EQ(refined_ended(seen, true),
            "a.service #1 succeeded +10..+999 success exit 0, unknown, bus");
}

TEST(RunRefine, TakesTheCpuTimeWhereTheJournalToldNone) {
  auto seen = seen_of_it();
  seen.cpu = Duration(1234);
  EXPECT_EQ(refined_ended(seen),
            "a.service #1 succeeded +10..+1002 success exit 7 cpu 1234us, unknown, bus");
  sa::Run run = ended_run();
  run.cpu = Duration(5);
  refine_ended(run, seen, false);
  EXPECT_EQ(run.cpu, Duration(5));
}

}  // namespace
}  // namespace sa::test
