#include "watcher/trigger_book.h"

#include "tests/watcher/scene.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sa::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr auto nothing = std::nullopt;

// A run that began at `began`, the first of its unit.
TriggerBook::Window first_run(std::int64_t began) {
  return {std::nullopt, std::nullopt, at(began)};
}

TriggerBook::Window run_after(std::int64_t previous_began, std::int64_t previous_ended,
                              std::int64_t began) {
  return {at(previous_began), at(previous_ended), at(began)};
}

Trigger by_timer(const std::string& name, std::int64_t when) {
  return {TriggerType::timer, name, at(when), false};
}

TriggerBook book() {
  TriggerBook book;
  book.set_unit("a.timer", "a.service", {});
  return book;
}

TEST(TriggerBook, GivesTheFiringThatLiesBeforeTheRun) {
  auto known = book();
  known.fired("a.timer", at(5));
  EXPECT_EQ(known.take("a.service", first_run(10)), by_timer("a.timer", 5));
}

TEST(TriggerBook, GivesTheFiringAtTheVeryInstantOfTheRun) {
  auto known = book();
  known.fired("a.timer", at(10));
  EXPECT_EQ(known.take("a.service", first_run(10)), by_timer("a.timer", 10));
}

TEST(TriggerBook, GivesNothingForAFiringAfterTheRunBegan) {
  auto known = book();
  known.fired("a.timer", at(11));
  EXPECT_EQ(known.take("a.service", first_run(10)), nothing);
  EXPECT_EQ(known.take("a.service", run_after(10, 11, 12)), by_timer("a.timer", 11));
}

TEST(TriggerBook, GivesEachFiringOnce) {
  auto known = book();
  known.fired("a.timer", at(5));
  EXPECT_EQ(known.take("a.service", first_run(10)), by_timer("a.timer", 5));
  EXPECT_EQ(known.take("a.service", first_run(10)), nothing);
  known.fired("a.timer", at(5));  // a signal that tells it again
  EXPECT_EQ(known.take("a.service", first_run(10)), nothing);
}

TEST(TriggerBook, GivesNothingForAFiringThatTheRunBeforeCouldHaveUsed) {
  auto known = book();
  known.fired("a.timer", at(5));
  EXPECT_EQ(known.take("a.service", run_after(5, 20, 30)), nothing);
}

TEST(TriggerBook, GivesNothingForAFiringWhileTheRunBeforeWasGoing) {
  auto known = book();
  known.fired("a.timer", at(500));
  EXPECT_EQ(known.take("a.service", run_after(0, 1000, 2000)), nothing);
}

TEST(TriggerBook, GivesAnAbsorbedFiringThoughTheJournalStampsTheEndBeforeItALittleLate) {
  auto known = book();
  known.fired("a.timer", at(900));
  EXPECT_EQ(known.take("a.service", run_after(0, 1000, 2000)), by_timer("a.timer", 900));
}

TEST(TriggerBook, GivesAnAbsorbedFiringThoughPid1WaitedForTheJournalToTakeTheEndBeforeIt) {
  auto known = book();
  known.set_active_since("a.timer", at(-5000));
  known.fired("a.timer", at(300));
  EXPECT_EQ(known.take("a.service", run_after(0, 1000, 1010)), by_timer("a.timer", 300));
}

TEST(TriggerBook, GivesNothingForAFiringWhileTheRunBeforeWasGoingOfATimerThatWasStartedMeanwhile) {
  auto known = book();
  known.set_active_since("a.timer", at(200));
  known.fired("a.timer", at(300));
  EXPECT_EQ(known.take("a.service", run_after(0, 1000, 1010)), nothing);
}

TEST(TriggerBook, GivesNothingForAFiringLongBeforeARunThatDoesNotFollowAtOnce) {
  auto known = book();
  known.set_active_since("a.timer", at(-5000));
  known.fired("a.timer", at(300));
  EXPECT_EQ(known.take("a.service", run_after(0, 1000, 5000)), nothing);
}

TEST(TriggerBook, GivesAFiringThoughTheEndOfTheRunBeforeIsNotKnown) {
  auto known = book();
  known.fired("a.timer", at(500));
  EXPECT_EQ(known.take("a.service", {at(0), std::nullopt, at(2000)}), by_timer("a.timer", 500));
}

TEST(TriggerBook, TellsRunsApartThatAreReadAfterSeveralFirings) {
  auto known = book();
  for (const int when : {0, 1000, 2000}) known.fired("a.timer", at(when));
  EXPECT_EQ(known.take("a.service", first_run(10)), by_timer("a.timer", 0));
  EXPECT_EQ(known.take("a.service", run_after(10, 20, 1010)), by_timer("a.timer", 1000));
  EXPECT_EQ(known.take("a.service", run_after(1010, 1020, 1500)), nothing);  // by hand
  EXPECT_EQ(known.take("a.service", run_after(1500, 1510, 2010)), by_timer("a.timer", 2000));
}

TEST(TriggerBook, GivesTheNewestOfOneTimersFiringsWhereARunInBetweenWasLost) {
  auto known = book();
  known.fired("a.timer", at(0));
  known.fired("a.timer", at(1000));
  EXPECT_EQ(known.take("a.service", first_run(1010)), by_timer("a.timer", 1000));
}

TEST(TriggerBook, KeepsTheEarlierFiringForARunThatIsToldOfLater) {
  auto known = book();
  known.fired("a.timer", at(0));
  known.fired("a.timer", at(1000));
  EXPECT_EQ(known.take("a.service", first_run(1010)), by_timer("a.timer", 1000));
  EXPECT_EQ(known.take("a.service", run_after(1010, 1020, 2000)), nothing);
  EXPECT_EQ(known.take("a.service", first_run(10)), by_timer("a.timer", 0));
}

TEST(TriggerBook, CallsAServiceObservedOnceAllItsTimersAreHeard) {
  auto known = book();
  known.set_unit("b.timer", "a.service", {});
  known.observe("a.timer", at(5));
  EXPECT_FALSE(known.observed("a.service", at(10)));
  known.observe("b.timer", at(7));
  known.observe("b.timer", at(20));  // heard again
  EXPECT_TRUE(known.observed("a.service", at(7)));
  EXPECT_FALSE(known.observed("a.service", at(6)));
  EXPECT_TRUE(known.observed("without-timer.service", at(0)));
  known.unobserve();
  EXPECT_FALSE(known.observed("a.service", at(10)));
}

TEST(TriggerBook, CountsFiringsAnewAfterTheClockWasPutBack) {
  auto known = book();
  known.set_active_since("a.timer", at(4000));
  known.observe("a.timer", at(4000));
  known.fired("a.timer", at(5000));
  EXPECT_EQ(known.take("a.service", first_run(5010)), by_timer("a.timer", 5000));
  known.put_back(at(2000));
  EXPECT_TRUE(known.observed("a.service", at(2000)));
  known.fired("a.timer", at(1999));  // where systemd puts a LastTriggerUSec that lay ahead
  EXPECT_EQ(known.take("a.service", run_after(5010, 5020, 2500)), nothing);
  known.fired("a.timer", at(3000));
  EXPECT_EQ(known.take("a.service", run_after(5010, 5020, 3010)), by_timer("a.timer", 3000));
}

TEST(TriggerBook, KeepsAFiringFromBeforeTheClockWasPutBackALittle) {
  auto known = book();
  known.fired("a.timer", at(5000));
  known.put_back(at(5005));
  EXPECT_EQ(known.take("a.service", first_run(5010)), by_timer("a.timer", 5000));
}

TEST(TriggerBook, TakesAPersistentTimersStampForNoFiring) {
  auto known = book();
  known.set_active_since("a.timer", at(100));
  known.fired("a.timer", at(50));
  EXPECT_EQ(known.take("a.service", first_run(200)), nothing);
  known.fired("a.timer", at(150));
  EXPECT_EQ(known.take("a.service", first_run(200)), by_timer("a.timer", 150));
}

TEST(TriggerBook, KeepsAFiringThatATimerMadeBeforeItWasRestarted) {
  auto known = book();
  known.set_active_since("a.timer", at(0));
  known.fired("a.timer", at(5));
  known.set_active_since("a.timer", at(100));
  EXPECT_EQ(known.take("a.service", first_run(10)), by_timer("a.timer", 5));
}

TEST(TriggerBook, DoesNotGiveWhatTheLogGaveToARunBefore) {
  auto known = book();
  known.set_used("a.timer", at(5));
  known.fired("a.timer", at(5));
  EXPECT_EQ(known.take("a.service", first_run(10)), nothing);
  known.set_used("a.timer", nothing);  // the log knows of none: no change
  known.fired("a.timer", at(8));
  EXPECT_EQ(known.take("a.service", first_run(10)), by_timer("a.timer", 8));
  EXPECT_EQ(known.find("a.timer")->last_used, at(8));
}

TEST(TriggerBook, GivesTheEarliestOfSeveralTimersAndUsesUpTheOthers) {
  auto known = book();
  known.set_unit("b.timer", "a.service", {});
  known.fired("b.timer", at(4));
  known.fired("a.timer", at(5));
  EXPECT_EQ(known.take("a.service", first_run(10)), by_timer("b.timer", 4));
  EXPECT_EQ(known.take("a.service", first_run(10)), nothing);
}

TEST(TriggerBook, CallsTheTargetOfATimerTheTriggerOfItsMembersEachOnce) {
  TriggerBook known;
  known.set_unit("group.timer", "group.target", {"one.service", "two.service"});
  known.fired("group.timer", at(5));
  const Trigger by_target{TriggerType::unit, "group.target", at(5), false};
  EXPECT_EQ(known.take("one.service", first_run(10)), by_target);
  EXPECT_EQ(known.take("two.service", first_run(11)), by_target);
  EXPECT_EQ(known.take("one.service", run_after(10, 20, 30)), nothing);
}

TEST(TriggerBook, KnowsWhatATimerStartsAndWhoStartsAService) {
  TriggerBook known;
  known.set_unit("z.timer", "a.service", {});
  known.set_unit("group.timer", "group.target", {"a.service", "b.service"});
  EXPECT_THAT(known.started_by("group.timer"),
              ElementsAre("group.target", "a.service", "b.service"));
  EXPECT_THAT(known.timers_of("a.service"), ElementsAre("group.timer", "z.timer"));
  EXPECT_THAT(known.timers_of("b.service"), ElementsAre("group.timer"));
  EXPECT_THAT(known.started_by("unknown.timer"), IsEmpty());
}

TEST(TriggerBook, ReplacesWhatATimerStartsAndKeepsItsFirings) {
  auto known = book();
  known.fired("a.timer", at(5));
  known.set_unit("a.timer", "b.service", {});
  EXPECT_THAT(known.timers_of("a.service"), IsEmpty());
  EXPECT_EQ(known.take("a.service", first_run(10)), nothing);
  EXPECT_EQ(known.take("b.service", first_run(10)), by_timer("a.timer", 5));
}

TEST(TriggerBook, ForgetsATimer) {
  auto known = book();
  known.fired("a.timer", at(5));
  known.forget("a.timer");
  known.forget("unknown.timer");
  EXPECT_EQ(known.find("a.timer"), nullptr);
  EXPECT_EQ(known.take("a.service", first_run(10)), nothing);
}

TEST(TriggerBook, TakesAFiringOfATimerBeforeItIsKnownWhatItStarts) {
  TriggerBook known;
  known.fired("a.timer", at(5));
  known.set_unit("a.timer", "a.service", {});
  EXPECT_EQ(known.take("a.service", first_run(10)), by_timer("a.timer", 5));
}

}  // namespace
}  // namespace sa::test
