#include "tests/cli/program.h"

#include <sstream>

#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace samples;

TEST_F(Program, OnATerminalTheTableFitsAndHasColours) {
  Environment plain = environment();
  plain["PAGER"] = "cat";
  const Ended ended = run_on_terminal(command({"history", "backup"}), plain);
  EXPECT_EQ(ended.out,
            "BEGAN                UNIT            STATE      RESULT\n"
            "2026-11-22 02:00:00  backup.service  \x1b[1;31mfailed\x1b[0m     exit 3\n"
            "2026-11-20 12:00:00  backup.service  \x1b[32msucceeded\x1b[0m  success\n");
}

TEST_F(Program, ColumnsAndNoColorAreHonoured) {
  Environment wide = environment();
  wide["PAGER"] = "";
  wide["COLUMNS"] = "100";
  wide["NO_COLOR"] = "1";
  EXPECT_EQ(run_on_terminal(command({"history", "backup"}), wide).out, terminal_table);
}

TEST_F(Program, OnATerminalThePagerGetsTheOutput) {
  Environment paged = environment();
  paged["COLUMNS"] = "100";
  paged["NO_COLOR"] = "1";
  paged["PAGER"] = "sed s/^/|/";
  std::string expected;
  std::istringstream lines(terminal_table);
  for (std::string line; std::getline(lines, line);) expected += "|" + line + "\n";
  const Ended ended = run_on_terminal(command({"history", "backup"}), paged);
  EXPECT_EQ(ended.out, expected);
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_EQ(run_on_terminal(command({"--no-pager", "history", "backup"}), paged).out,
            terminal_table);
}

TEST_F(Program, PagerThatIsNotThereIsDoneWithout) {
  Environment paged = environment();
  paged["COLUMNS"] = "100";
  paged["NO_COLOR"] = "1";
  paged["PAGER"] = "no-such-pager";
  EXPECT_EQ(run_on_terminal(command({"history", "backup"}), paged).out, terminal_table);
}

TEST_F(Program, PagerIsNoShell) {
  Environment paged = environment();
  const auto witness = world.directory.path() / "witness";
  paged["PAGER"] = "true; touch " + witness.string();
  run_on_terminal(command({"history", "backup"}), paged);
  EXPECT_FALSE(std::filesystem::exists(witness));
}

}  // namespace
}  // namespace sa
