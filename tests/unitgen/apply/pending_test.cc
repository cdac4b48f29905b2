#include "unitgen/apply/pending.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

TEST(Pending, IsWrittenAndReadBack) {
  Pending pending;
  pending.stop = {"sa-a.timer", "sa-b.timer"};
  pending.start = {"sa-c.timer"};
  pending.restart = {"sa-d.service"};
  pending.revive = {"sa-e.timer"};
  pending.forgotten = {"sa-a.service"};
  pending.links = {"sa-a.timer"};
  pending.scripts = {"a"};
  const std::string text =
      "stop sa-a.timer\nstop sa-b.timer\nstart sa-c.timer\nrestart sa-d.service\n"
      "revive sa-e.timer\nforget sa-a.service\nlink sa-a.timer\nremove-script a\n";
  EXPECT_EQ(pending_text(pending), text);
  EXPECT_EQ(read_pending(text), pending);
  EXPECT_TRUE(read_pending("").empty());
  EXPECT_TRUE(read_pending("dance sa-a.timer\nnonsense").empty());
}

TEST(Pending, OfAKilledApplyIsDoneUnlessThingsHaveChangedSince) {
  const Pending before = read_pending("start sa-a.timer\nstop sa-b.timer\nforget sa-b.timer\n");
  const Pending now = read_pending("stop sa-a.timer\nstart sa-b.timer\nstart sa-c.timer\n");
  EXPECT_EQ(pending_text(merged(before, now)),
            "stop sa-a.timer\nstart sa-b.timer\nstart sa-c.timer\n");
  EXPECT_EQ(merged(before, Pending()), before);
}

}  // namespace
}  // namespace sa
