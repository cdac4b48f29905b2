#include "cli/remedy.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

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

TEST(Remedies, OfWhatIsMaskedUnmaskIt) {
  UnitStatus unit;
  unit.unit = "x.service";
  unit.timers = {"x.timer"};
  const auto remedies =
      remedies_for(unit, {Health::broken, "x.timer is dead: Unit y.service is masked.", {}});
  ASSERT_EQ(remedies.size(), 2U);
  EXPECT_EQ(remedies[0].command, "sudo systemctl unmask y.service");
  EXPECT_EQ(remedies[1].command, "sudo systemctl restart x.timer");
}

TEST(Remedies, OfAJobOfUpstartNeedNoSystemd) {
  UnitStatus unit;
  unit.unit = "sa-garbo.upstart";
  unit.timers = {"sa-garbo.cron"};
  const auto commands = [&](Health health, const char* reason) {
    std::string text;
    for (const Remedy& remedy : remedies_for(unit, {health, reason, {}}))
      text += remedy.command + "\n";
    return text;
  };
  EXPECT_EQ(commands(Health::overdue, "no run began"),
            "cat /etc/cron.d/scriptactivity\nsudo initctl start sa-garbo\n");
  EXPECT_EQ(commands(Health::failed, "exit 3"),
            "sa log sa-garbo.upstart\nsudo initctl start sa-garbo\n");
  EXPECT_EQ(commands(Health::overdue, "sa-garbo.cron is gone since 02:00"),
            "sa retire sa-garbo.upstart\n");
  unit.unit = "many@a.upstart";
  EXPECT_EQ(commands(Health::running, ""), "sa log -f many@a.upstart\n");
  EXPECT_EQ(commands(Health::overrunning, ""),
            "sa log -f many@a.upstart\nsudo initctl stop many\n");
}

}  // namespace
}  // namespace sa
