#include "check/plugin_text.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

TEST(PluginText, KeepsWhatIsFit) {
  EXPECT_EQ(one_line("backup@home-lib: 3 größte …"), "backup@home-lib: 3 größte …");
}

TEST(PluginText, HasABlankForWhatIsNot) {
  EXPECT_EQ(one_line("a|b\nc\td\x7f"
                     "e\xc2\x85"
                     "f\xff"
                     "g\xe2\x80\xae"
                     "h"),
            "a b c d e f g h");
}

TEST(PluginText, CutsAtACharacter) {
  EXPECT_EQ(cut_to_bytes("größte", 8), "größte");
  EXPECT_EQ(cut_to_bytes("größte", 7), "grö…");
  EXPECT_EQ(cut_to_bytes("größte", 6), "gr…");
}

TEST(PluginText, FitsPiecesAndCountsTheRest) {
  EXPECT_EQ(fitting({"one", "two", "three"}, "; ", 15), "one; two; three");
  EXPECT_EQ(fitting({"one", "two", "three"}, "; ", 14), "one; and 2 more");
  EXPECT_EQ(fitting({"one", "two", "three"}, "\n", 40), "one\ntwo\nthree");
  EXPECT_EQ(fitting({"one", "two"}, "; ", 0), "one; and 1 more");
  EXPECT_EQ(fitting({}, "; ", 40), "");
}

}  // namespace
}  // namespace sa
