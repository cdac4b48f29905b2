#include "core/health.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

Instant at(std::int64_t second) {
  return Instant{std::chrono::seconds{second}};
}

TEST(Health, WordsAreReadBack) {
  const char* words[] = {"broken",  "failed", "overdue", "overrunning", "late",    "suspect",
                         "running", "ok",     "waiting", "paused",      "retired", "stale"};
  for (const char* word : words) {
    ASSERT_TRUE(parse_health(word)) << word;
    EXPECT_EQ(to_string(*parse_health(word)), word);
  }
  EXPECT_EQ(parse_health("good"), std::nullopt);
  EXPECT_EQ(parse_health(""), std::nullopt);
}

TEST(Health, FromSuspectUpwardsAndStaleAreUnwell) {
  for (const Health unwell : {Health::broken, Health::failed, Health::overdue, Health::overrunning,
                              Health::late, Health::suspect, Health::stale})
    EXPECT_TRUE(is_unwell(unwell)) << to_string(unwell);
  for (const Health well :
       {Health::running, Health::ok, Health::waiting, Health::paused, Health::retired})
    EXPECT_FALSE(is_unwell(well)) << to_string(well);
}

TEST(Health, IsTheFirstVerdictUntilTheFirstChange) {
  const Outlook outlook{{Health::ok, "", at(5)},
                        {{at(10), {Health::late, "due 00:00:08", at(10)}},
                         {at(20), {Health::overdue, "due 00:00:08", at(20)}}}};
  EXPECT_EQ(verdict_at(outlook, at(0)).health, Health::ok);
  EXPECT_EQ(verdict_at(outlook, at(10) - Duration{1}).health, Health::ok);
}

TEST(Health, ChangesAtTheInstantOfTheChange) {
  const Outlook outlook{{Health::ok, "", at(5)},
                        {{at(10), {Health::late, "due 00:00:08", at(10)}},
                         {at(20), {Health::overdue, "due 00:00:08", at(20)}}}};
  EXPECT_EQ(verdict_at(outlook, at(10)), outlook.changes[0].verdict);
  EXPECT_EQ(verdict_at(outlook, at(20) - Duration{1}), outlook.changes[0].verdict);
  EXPECT_EQ(verdict_at(outlook, at(20)), outlook.changes[1].verdict);
  EXPECT_EQ(verdict_at(outlook, at(1'000'000)), outlook.changes[1].verdict);
}

TEST(Health, OfChangesAtOneInstantTheLastHolds) {
  const Outlook outlook{{},
                        {{at(10), {Health::late, "", {}}}, {at(10), {Health::overdue, "", {}}}}};
  EXPECT_EQ(verdict_at(outlook, at(10)).health, Health::overdue);
}

TEST(Health, WithoutChangesStaysAsItIs) {
  const Outlook outlook{{Health::paused, "by root", at(5)}, {}};
  EXPECT_EQ(verdict_at(outlook, at(99)), outlook.verdict);
}

}  // namespace
}  // namespace sa
