#include "unitgen/import/upstart_boot.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

// "boot", "jobs" (if other jobs count as started) or "never", "network" if it is asked for, and
// what is unknown.
std::string boot(const std::string& start_on) {
  const auto parsed = parse_upstart_conf("start on " + start_on);
  const BootCondition condition = boot_condition(parsed.conf.start_on.value());
  std::string out = condition.is_met ? "boot" : condition.is_met_with_jobs ? "jobs" : "never";
  if (condition.needs_network) out += " network";
  for (const UpstartTerm* event : condition.unknown) out += " | " + to_string(*event);
  return out;
}

TEST(UpstartBoot, KnowsWhatHappensAtBoot) {
  EXPECT_EQ(boot("runlevel [2345]"), "boot");
  EXPECT_EQ(boot("runlevel RUNLEVEL=[!06]"), "boot");
  EXPECT_EQ(boot("runlevel"), "boot");
  EXPECT_EQ(boot("runlevel [06]"), "never | runlevel [06]");
  EXPECT_EQ(boot("startup or filesystem"), "boot");
  EXPECT_EQ(boot("stopped rc RUNLEVEL=[2345]"), "boot");
  EXPECT_EQ(boot("started networking"), "boot network");
  EXPECT_EQ(boot("local-filesystems and net-device-up IFACE!=lo"), "boot network");
  EXPECT_EQ(boot("local-filesystems and net-device-up IFACE=lo"), "boot");
}

TEST(UpstartBoot, TellsWhatDoesNot) {
  EXPECT_EQ(boot("foo A=b"), "never | foo A=b");
  EXPECT_EQ(boot("foo or runlevel 2"), "boot | foo");
  EXPECT_EQ(boot("foo and runlevel 2"), "never | foo");
  EXPECT_EQ(boot("started mysql"), "jobs | started mysql");
  EXPECT_EQ(boot("runlevel 2 and (foo or stopped mysql)"), "jobs | foo | stopped mysql");
  EXPECT_EQ(boot("stopping mysql"), "never | stopping mysql");
}

TEST(UpstartBoot, KnowsWhatHappensAtShutdown) {
  const auto unknown = [](const std::string& stop_on) {
    const auto parsed = parse_upstart_conf("stop on " + stop_on);
    std::string out;
    for (const UpstartTerm* event : unknown_at_shutdown(parsed.conf.stop_on.value())) {
      out += "| " + to_string(*event);
    }
    return out;
  };
  EXPECT_EQ(unknown("runlevel [!2345]"), "");
  EXPECT_EQ(unknown("runlevel [016]"), "");
  EXPECT_EQ(unknown("shutdown or stopping networking or unmounting-filesystem"), "");
  EXPECT_EQ(unknown("runlevel [3]"), "| runlevel [3]");
  EXPECT_EQ(unknown("stopping mysql or runlevel [06]"), "| stopping mysql");
}

}  // namespace
}  // namespace sa
