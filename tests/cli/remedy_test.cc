#include "cli/remedy.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

TEST(ShellWord, IsReadBackAsItIs) {
  EXPECT_EQ(shell_word("backup@a.service"), "backup@a.service");
  EXPECT_EQ(shell_word("dev-a\\x2db.service"), "'dev-a\\x2db.service'");
  EXPECT_EQ(shell_word("a'b;c"), "'a'\\''b;c'");
  EXPECT_EQ(shell_word(""), "''");
}

TEST(Remedies, ThatNeedATimerAreLeftOutWithoutOne) {
  UnitStatus unit;
  unit.unit = "x.service";
  const auto remedies = remedies_for(unit, {Health::late, "no run began", {}});
  ASSERT_EQ(remedies.size(), 1U);
  EXPECT_EQ(remedies[0].command, "sa run x.service");
}

TEST(Remedies, OfASecondTimerNameThatOne) {
  UnitStatus unit;
  unit.unit = "x.service";
  unit.timers = {"y.timer"};
  const auto remedies = remedies_for(unit, {Health::broken, "z.timer is dead: resources", {}});
  ASSERT_EQ(remedies.size(), 2U);
  EXPECT_EQ(remedies[0].command, "systemctl status z.timer");
}

}  // namespace
}  // namespace sa
