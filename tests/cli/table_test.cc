#include "cli/table.h"

#include "tests/cli/samples.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

std::string printed(Table& table) {
  samples::Caught out;
  table.print(out.output);
  return out.all();
}

TEST(Table, ColumnsAreAsWideAsTheirWidestCell) {
  Table table({{"UNIT"}, {"STATE"}, {"REASON"}}, Screen{});
  table.add({{"a.service"}, {"ok"}, {"all is fine"}});
  table.add({{"much-longer.service"}, {"failed"}, {""}});
  EXPECT_EQ(printed(table),
            "UNIT                 STATE   REASON\n"
            "a.service            ok      all is fine\n"
            "much-longer.service  failed\n");
}

TEST(Table, WithoutAScreenNothingIsCut) {
  Table table({{"UNIT"}, {"WHY", 4}}, Screen{});
  table.add({{"a"}, {std::string(300, 'x')}});
  EXPECT_EQ(printed(table), "UNIT  WHY\na     " + std::string(300, 'x') + "\n");
}

TEST(Table, IsSqueezedFromTheRightIntoTheScreen) {
  Table table({{"HEALTH"}, {"UNIT", 6}, {"WHY", 8}}, Screen{true, 24, false});
  table.add({{"ok"}, {"backup.service"}, {"nothing to say here"}});
  EXPECT_EQ(printed(table),
            "HEALTH  UNIT    WHY\n"
            "ok      backu…  nothing…\n");
}

TEST(Table, IsCutWhereSqueezingIsNotEnough) {
  Table table({{"HEALTH"}, {"UNIT"}, {"WHY"}}, Screen{true, 12, false});
  table.add({{"ok"}, {"backup.service"}, {"why"}});
  EXPECT_EQ(printed(table),
            "HEALTH  UNIT\n"
            "ok      bac…\n");
}

TEST(Table, NoLineIsWiderThanTheScreen) {
  for (int width = 1; width < 60; ++width) {
    Table table({{"HEALTH"}, {"UNIT", 6}, {"TEAM", 4, true}, {"WHY", 8}},
                Screen{true, width, false});
    table.add({{"overrunning"}, {"backup-大小多少.service"}, {"db"}, {"never\nends"}});
    std::istringstream lines(printed(table));
    for (std::string line; std::getline(lines, line);) {
      std::string_view text = line;
      int columns = 0;
      for (const char c : text)
        if ((c & 0xC0) != 0x80) columns += (c & 0xF0) == 0xE0 && c != '\xe2' ? 2 : 1;
      EXPECT_LE(columns, width) << line;
    }
  }
}

TEST(Table, WideCharactersKeepTheColumnsInLine) {
  Table table({{"UNIT"}, {"WHY"}}, Screen{});
  table.add({{"大小"}, {"x"}});
  table.add({{"abcdef"}, {"y"}});
  EXPECT_EQ(printed(table),
            "UNIT    WHY\n"
            "大小    x\n"
            "abcdef  y\n");
}

TEST(Table, OptionalColumnsWithoutACellAreLeftOut) {
  Table table({{"UNIT"}, {"TEAM", 0, true}, {"WHY"}}, Screen{});
  table.add({{"a"}, {""}, {"b"}});
  EXPECT_EQ(printed(table), "UNIT  WHY\na     b\n");
}

TEST(Table, CellsCannotBreakTheirRow) {
  Table table({{"UNIT"}, {"WHY"}}, Screen{});
  table.add({{"a\nb"}, {"c\td\x1b[2J"}});
  EXPECT_EQ(printed(table), "UNIT    WHY\na\\x0ab  c\\x09d\\x1b[2J\n");
}

TEST(Table, ColoursOnlyOnAScreenThatHasThem) {
  Table plain({{"STATE"}}, Screen{true, 80, false});
  plain.add({{"failed", Colour::red}});
  EXPECT_EQ(printed(plain), "STATE\nfailed\n");
  Table coloured({{"STATE"}, {"X"}}, Screen{true, 80, true});
  coloured.add({{"ok", Colour::green}, {"x"}});
  EXPECT_EQ(printed(coloured), "STATE  X\n\x1b[32mok\x1b[0m     x\n");
}

TEST(Table, PrintedInPartsHasOneTitleAndKeepsItsWidths) {
  Table table({{"UNIT"}, {"WHY"}}, Screen{});
  table.add({{"long-name"}, {"x"}});
  EXPECT_EQ(printed(table), "UNIT       WHY\nlong-name  x\n");
  EXPECT_EQ(table.rows(), 0U);
  table.add({{"a"}, {"y"}});
  EXPECT_EQ(printed(table), "a          y\n");
}

}  // namespace
}  // namespace sa
