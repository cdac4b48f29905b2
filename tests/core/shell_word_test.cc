#include "core/shell_word.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

TEST(ShellWord, IsReadBackAsItIs) {
  EXPECT_EQ(shell_word("backup@a.service"), "backup@a.service");
  EXPECT_EQ(shell_word("dev-a\\x2db.service"), "'dev-a\\x2db.service'");
  EXPECT_EQ(shell_word("a'b;c"), "'a'\\''b;c'");
  EXPECT_EQ(shell_word(""), "''");
}

}  // namespace
}  // namespace sa
