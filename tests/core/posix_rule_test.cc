#include "core/posix_rule.h"

#include <gtest/gtest.h>

namespace {

TEST(PosixRule, ReadsTheRuleOfCentralEurope) {
  const sa::PosixRule wanted{"CET", "CEST", 3600, 7200, {3, 5, 0, 7200}, {10, 5, 0, 10800}};
  EXPECT_EQ(sa::parse_posix_rule("CET-1CEST,M3.5.0,M10.5.0/3"), wanted);
}

TEST(PosixRule, ReadsQuotedNamesHalfHoursAndTimesBeforeMidnight) {
  const sa::PosixRule lord_howe{"+1030", "+11", 37800, 39600, {10, 1, 0, 7200}, {4, 1, 0, 7200}};
  EXPECT_EQ(sa::parse_posix_rule("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"), lord_howe);
  const sa::PosixRule nuuk{"-02", "-01", -7200, -3600, {3, 5, 0, -3600}, {10, 5, 0, 0}};
  EXPECT_EQ(sa::parse_posix_rule("<-02>2<-01>,M3.5.0/-1,M10.5.0/0"), nuuk);
}

TEST(PosixRule, IsNoneWithoutDaylightSavingOrWhenItIsCut) {
  EXPECT_EQ(sa::parse_posix_rule("UTC0"), std::nullopt);
  const std::string_view whole = "CET-1CEST,M3.5.0,M10.5.0";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(sa::parse_posix_rule(whole.substr(0, size)), std::nullopt) << size;
  }
}

TEST(PosixRule, TellsBothChangesOfAYear) {
  const auto rule = sa::parse_posix_rule("CET-1CEST,M3.5.0,M10.5.0/3");
  ASSERT_TRUE(rule);
  const auto changes = sa::changes_in(*rule, 2026);
  EXPECT_EQ(changes[0].at, 1774746000);  // 2026-03-29 01:00 UTC
  EXPECT_TRUE(changes[0].dst);
  EXPECT_EQ(changes[1].at, 1792890000);  // 2026-10-25 01:00 UTC
  EXPECT_FALSE(changes[1].dst);
}

}  // namespace
