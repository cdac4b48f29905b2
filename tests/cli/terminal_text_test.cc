#include "cli/terminal_text.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

TEST(Printable, LeavesOrdinaryTextAlone) {
  EXPECT_EQ(printable("backup@home-lib.service"), "backup@home-lib.service");
  EXPECT_EQ(printable("Größe 大 €"), "Größe 大 €");
}

TEST(Printable, ShowsWhatWouldMoveTheCursorOrBreakTheRow) {
  EXPECT_EQ(printable("a\nb\tc\r"), "a\\x0ab\\x09c\\x0d");
  EXPECT_EQ(printable("\x1b[31mred"), "\\x1b[31mred");
  EXPECT_EQ(printable(std::string_view("nul\0x", 5)), "nul\\x00x");
  EXPECT_EQ(printable("\x7f"), "\\x7f");
}

TEST(Printable, ShowsC1ControlsAndLineSeparators) {
  EXPECT_EQ(printable("a\u0085b"), "a\\xc2\\x85b");
  EXPECT_EQ(printable("a\u009b31m"), "a\\xc2\\x9b31m");
  EXPECT_EQ(printable("a\u2028b"), "a\\xe2\\x80\\xa8b");
}

TEST(Printable, ShowsWhatTurnsTheDirectionOfText) {
  EXPECT_EQ(printable("a\u202Eb"), "a\\xe2\\x80\\xaeb");
  EXPECT_EQ(printable("a\u2066b\u2069"), "a\\xe2\\x81\\xa6b\\xe2\\x81\\xa9");
}

TEST(Printable, ShowsBytesThatAreNotUtf8) {
  EXPECT_EQ(printable("caf\xe9"), "caf\\xe9");
}

TEST(Columns, CountsWideAndCombiningCharacters) {
  EXPECT_EQ(columns_of("abc"), 3);
  EXPECT_EQ(columns_of("大小"), 4);
  EXPECT_EQ(columns_of("e\u0301"), 1);
  EXPECT_EQ(columns_of("Größe"), 5);
}

TEST(CutTo, KeepsWhatFits) {
  EXPECT_EQ(cut_to("backup", 6), "backup");
  EXPECT_EQ(cut_to("", 0), "");
}

TEST(CutTo, EndsInAnEllipsisWithinTheColumns) {
  EXPECT_EQ(cut_to("backup", 5), "back…");
  EXPECT_EQ(cut_to("backup", 1), "…");
  EXPECT_EQ(cut_to("backup", 0), "");
  EXPECT_EQ(cut_to("backup", -3), "");
}

TEST(CutTo, NeverSplitsAWideCharacter) {
  EXPECT_EQ(cut_to("大小多少", 6), "大小…");
  EXPECT_EQ(cut_to("大小多少", 7), "大小多…");
}

}  // namespace
}  // namespace sa
