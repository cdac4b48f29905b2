#include "cli/told_lines.h"

#include "core/error.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

// The lines that were visited, and after them what was thrown.
std::string told(const std::string& script, std::size_t most = 100) {
  std::string text;
  std::size_t count = 0;
  try {
    visit_told_lines({"/bin/sh", "-c", script}, "nobody there", [&](std::string_view line) {
      text.append(line).append("|");
      return ++count == most ? Visit::stop : Visit::go_on;
    });
  } catch (const Error& error) {
    text += error.what();
  }
  return text;
}

TEST(ToldLines, AreVisitedUpToTheEmptyOne) {
  EXPECT_EQ(told("printf 'a\\nb\\n\\n'"), "a|b|");
  EXPECT_EQ(told("printf a; sleep 0.1; printf '\\n\\n'"), "a|");
  EXPECT_EQ(told("echo"), "");
}

TEST(ToldLines, AreNotAwaitedWhenNobodyWantsMore) {
  EXPECT_EQ(told("while echo a; do :; done", 3), "a|a|a|");
  EXPECT_EQ(told("echo a; exec sleep 1000", 1), "a|");
}

TEST(ToldLines, MayBeARefusal) {
  EXPECT_EQ(told("echo '!you may not'"), "you may not");
}

TEST(ToldLines, ThatAreCutShortAreSaidToBe) {
  EXPECT_EQ(told("echo a"),
            "a|the watcher's answer was cut short: does it run? see 'systemctl status "
            "sa-watcher'");
}

TEST(ToldLines, OfAProgramThatSaysNothingOrIsNotThereAreNone) {
  EXPECT_EQ(told("true"), "nobody there");
  EXPECT_THROW(visit_told_lines({"/nonexistent"}, "nobody there", nullptr), Error);
}

}  // namespace
}  // namespace sa
