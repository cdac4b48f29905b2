#include "core/suggestion.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

TEST(Suggestion, IsTheNearestFirst) {
  EXPECT_EQ(did_you_mean("histroy", {"status", "history", "show"}), "; did you mean 'history'?");
  EXPECT_EQ(did_you_mean("backp", {"backups", "backup"}), "; did you mean 'backup'?");
}

TEST(Suggestion, AtMostThreeThatContainTheWord) {
  EXPECT_EQ(did_you_mean("back", {"back-d", "back-a", "back-b", "my-back-c"}),
            "; did you mean 'back-a' or 'back-b' or 'back-d'?");
}

TEST(Suggestion, NothingNearIsNothingSaid) {
  EXPECT_EQ(did_you_mean("zebra", {"status", "history"}), "");
  EXPECT_EQ(did_you_mean("x", {"status"}), "");
  EXPECT_EQ(did_you_mean("", {"status"}), "");
}

TEST(Suggestion, OneNameIsSaidOnce) {
  EXPECT_EQ(did_you_mean("garb", {"garbo", "garbo"}), "; did you mean 'garbo'?");
}

}  // namespace
}  // namespace sa
