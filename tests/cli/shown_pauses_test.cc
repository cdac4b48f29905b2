#include "cli/shown_pauses.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using Words = std::vector<std::string>;

UnitStatus row(Words timers, bool is_paused) {
  UnitStatus unit;
  unit.unit = "a.service";
  unit.timers = std::move(timers);
  if (is_paused) unit.paused = PausedSpan{};
  return unit;
}

bool shown(const UnitStatus& unit, const Words& paused) {
  return are_pauses_shown({unit}, {"a.timer"}, paused);
}

// `sa status` after `sa pause` said "ok" on a slow host: nobody waited for the watcher.
TEST(ShownPauses, ARowOfBeforeThePauseIsNotItsRow) {
  EXPECT_FALSE(shown(row({"a.timer"}, false), {"a.timer", "z.timer"}));
  EXPECT_TRUE(shown(row({"a.timer"}, true), {"a.timer", "z.timer"}));
}

TEST(ShownPauses, ARowOfBeforeTheResumeIsNotItsRow) {
  EXPECT_FALSE(shown(row({"a.timer"}, true), {"z.timer"}));
  EXPECT_TRUE(shown(row({"a.timer"}, false), {"z.timer"}));
}

TEST(ShownPauses, AUnitOfWhichOneTimerIsPausedMaySayEither) {
  for (const bool is_paused : {false, true})
    EXPECT_TRUE(shown(row({"a.timer", "b.timer"}, is_paused), {"a.timer"}));
}

TEST(ShownPauses, UnitsThatWereNotAskedForAreNotWaitedFor) {
  EXPECT_TRUE(shown(row({"b.timer"}, false), {"b.timer"}));
  EXPECT_TRUE(shown(row({}, false), {}));
}

TEST(ShownPauses, AStatusFileThatIsNotThereIsNotWaitedFor) {
  const auto began = std::chrono::steady_clock::now();
  await_shown_pauses({"a.timer"}, "/nowhere/paused", "/nowhere/status");
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(900));
}

}  // namespace
}  // namespace sa
