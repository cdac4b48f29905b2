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

TEST(Table, TheWidestColumnIsSqueezedFirst) {
  const auto squeezed_to = [](int width) {
    Table table({{"HEALTH"}, {"UNIT", 6}, {"WHY", 8}}, Screen{true, width, false});
    table.add({{"ok"}, {"backup.service"}, {"nothing to say here"}});
    return printed(table);
  };
  EXPECT_EQ(squeezed_to(40),
            "HEALTH  UNIT            WHY\n"
            "ok      backup.service  nothing to say …\n");
  EXPECT_EQ(squeezed_to(34),
            "HEALTH  UNIT          WHY\n"
            "ok      backup.serv…  nothing to …\n");
  EXPECT_EQ(squeezed_to(24),
            "HEALTH  UNIT    WHY\n"
            "ok      backu…  nothing…\n");
}

TEST(Table, ColumnsAreLeftOutWhereSqueezedOnesHaveNoRoom) {
  const auto shown_on = [](int width) {
    Table table({{"UNIT", 6}, {"TOOK", 0, false, 1}, {"NEXT DUE", 0, false, 2}, {"WHY", 8}},
                Screen{true, width, false});
    table.add({{"backup.service"}, {"1min"}, {"in 2h"}, {"nothing to say here"}});
    return printed(table);
  };
  EXPECT_EQ(shown_on(32),
            "UNIT    TOOK  NEXT DUE  WHY\n"
            "backu…  1min  in 2h     nothing…\n");
  EXPECT_EQ(shown_on(31),
            "UNIT        NEXT DUE  WHY\n"
            "backup.se…  in 2h     nothing …\n");
  EXPECT_EQ(shown_on(25),
            "UNIT          WHY\n"
            "backup.serv…  nothing to…\n");
}

TEST(Table, WhatIsLeftOutStaysSoInLaterParts) {
  Table table({{"UNIT", 4}, {"TOOK", 0, false, 1}, {"WHY", 4}}, Screen{true, 12, false});
  table.add({{"backup"}, {"1min"}, {"none"}});
  EXPECT_EQ(printed(table), "UNIT    WHY\nbackup  none\n");
  table.add({{"a"}, {"1min"}, {"b"}});
  EXPECT_EQ(printed(table), "a       b\n");
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
