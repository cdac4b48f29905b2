#include "cli/published.h"

#include "tests/cli/samples.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using samples::noon;
using namespace std::chrono_literals;

UnitStatus unit_that_is(Health health) {
  UnitStatus unit;
  unit.unit = "a.service";
  unit.outlook.verdict = {health, "", noon - 1h};
  unit.outlook.changes = {{noon, {Health::late, "due 11:59", noon}}};
  return unit;
}

TEST(ShownVerdict, IsThatOfTheOutlook) {
  const UnitStatus unit = unit_that_is(Health::ok);
  EXPECT_EQ(shown_verdict(unit, noon - 31s, noon - 1s).health, Health::ok);
  EXPECT_EQ(shown_verdict(unit, noon - 30s, noon).health, Health::late);
}

TEST(ShownVerdict, IsStaleWhenTheWatcherIsSilentForMoreThanTwoMinutes) {
  const UnitStatus unit = unit_that_is(Health::ok);
  EXPECT_EQ(shown_verdict(unit, noon - 121s, noon - 1s).health, Health::ok);
  EXPECT_EQ(shown_verdict(unit, noon - 121s, noon),
            (Verdict{Health::stale, "the watcher is silent", noon - 121s}));
}

TEST(ShownVerdict, OfARetiredUnitStays) {
  UnitStatus unit = unit_that_is(Health::retired);
  unit.outlook.changes.clear();
  EXPECT_EQ(shown_verdict(unit, noon - 1h, noon).health, Health::retired);
}

TEST(ShownVerdict, FromTheStoreAloneIsNeverStale) {
  EXPECT_FALSE(is_stale(std::nullopt, noon));
}

TEST(ShownVerdict, HeartbeatFromTheFutureIsFresh) {
  EXPECT_FALSE(is_stale(noon + 1h, noon));
}

}  // namespace
}  // namespace sa
