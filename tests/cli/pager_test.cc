#include "cli/pager.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using Words = std::vector<std::string>;

TEST(Pager, IsLessWhenNothingIsSaid) {
  EXPECT_EQ(pager_command(nullptr), Words{"less"});
}

TEST(Pager, IsSplitAtBlanksWithoutAShell) {
  EXPECT_EQ(pager_command("less -R  +G"), (Words{"less", "-R", "+G"}));
  EXPECT_EQ(pager_command("less; rm $HOME"), (Words{"less;", "rm", "$HOME"}));
}

TEST(Pager, EmptyOrCatIsNone) {
  EXPECT_EQ(pager_command(""), Words{});
  EXPECT_EQ(pager_command("  "), Words{});
  EXPECT_EQ(pager_command("cat"), Words{});
}

}  // namespace
}  // namespace sa
