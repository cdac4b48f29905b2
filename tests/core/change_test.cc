#include "core/change.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace std::chrono_literals;

const Instant noon{std::chrono::seconds{1'795'348'800}};

TEST(Change, IsToldInWords) {
  EXPECT_EQ(in_words(Change{noon, "pause", "backup.timer", "alice", noon + 1h, "new disk"}),
            "paused backup.timer until 2026-11-22 13:00:00 UTC by alice: new disk");
  EXPECT_EQ(in_words(Change{noon, "run", "backup.service", "bob"}),
            "started backup.service by bob");
  EXPECT_EQ(in_words(Change{noon, "stop", "backup.timer", "bob"}),
            "stopped and disabled backup.timer by bob");
  EXPECT_EQ(in_words(Change{noon, "dance", "backup.service", "bob"}),
            "dance backup.service by bob");
}

TEST(Change, IsAddedOnceInTheOrderOfTime) {
  std::vector<Change> changes;
  EXPECT_TRUE(add_change(changes, {noon, "resume", "a.timer", "bob"}));
  EXPECT_TRUE(add_change(changes, {noon - 1h, "pause", "a.timer", "bob"}));
  EXPECT_FALSE(add_change(changes, {noon, "resume", "a.timer", "bob"}));
  EXPECT_EQ(changes, (std::vector<Change>{{noon - 1h, "pause", "a.timer", "bob"},
                                          {noon, "resume", "a.timer", "bob"}}));
}

TEST(Change, IsForgottenWhenTwentyCameAfterIt) {
  std::vector<Change> changes;
  for (int i = 0; i < 25; ++i) add_change(changes, {noon + i * 1s, "run", "a.service", "bob"});
  EXPECT_EQ(changes.size(), 20U);
  EXPECT_EQ(changes.front().at, noon + 5s);
  EXPECT_FALSE(add_change(changes, {noon, "run", "a.service", "bob"}));
  EXPECT_EQ(changes.front().at, noon + 5s);
}

}  // namespace
}  // namespace sa
