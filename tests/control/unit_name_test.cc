#include "control/unit_name.h"

#include <string>

#include <gtest/gtest.h>

namespace sa {
namespace {

TEST(UnitName, IsWhatSystemdTakes) {
  for (const char* name : {"a.timer", "backup.service", "dump@db.service", "a\\x2db.timer",
                           "..timer", "-.mount", "dev-sda1.device", "A_b:c.target", "x@y@z.timer"})
    EXPECT_TRUE(is_unit_name(name)) << name;
}

TEST(UnitName, IsNoTemplateAndHasAStemAndAType) {
  for (const char* name : {"", ".", "..", "backup", ".timer", "dump@.service", "@.timer",
                           "@db.timer", "backup.sh", "backup.timer.d", "timer"})
    EXPECT_FALSE(is_unit_name(name)) << name;
}

TEST(UnitName, IsAFileName) {
  using namespace std::string_literals;
  for (const auto& name :
       {"../x.timer"s, "x.timer/../../etc/passwd"s, "/etc/x.timer"s, "x.timer\n"s, "a\0.timer"s,
        "a b.timer"s, "\xc3\xa4.timer"s, "%n.timer"s})
    EXPECT_FALSE(is_unit_name(name)) << name;
}

TEST(UnitName, HasAtMost255Characters) {
  EXPECT_TRUE(is_unit_name(std::string(249, 'x') + ".timer"));
  EXPECT_FALSE(is_unit_name(std::string(250, 'x') + ".timer"));
}

}  // namespace
}  // namespace sa
