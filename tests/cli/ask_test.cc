#include "cli/ask.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using Words = std::vector<std::string>;

Ask full_ask() {
  Ask ask;
  ask.verb = "pause";
  ask.units = {"backup.timer", "other.service"};
  ask.until = Instant(Duration(1'795'348'800'000'001));
  ask.reason = "new disk; --wait";
  ask.wait = true;
  ask.interactive = true;
  return ask;
}

TEST(Ask, IsACommandLine) {
  EXPECT_EQ(command_of(full_ask()),
            (Words{SA_ASK_PROGRAM, "pause", "1795348800000001", "new disk; --wait", "wait",
                   "interactive", "backup.timer", "other.service"}));
  Ask bare;
  bare.verb = "run";
  bare.units = {"a.service"};
  EXPECT_EQ(command_of(bare),
            (Words{SA_ASK_PROGRAM, "run", "never", "", "go-on", "quiet", "a.service"}));
}

TEST(Ask, IsReadBackAsItWas) {
  Words command = command_of(full_ask());
  command.erase(command.begin());
  EXPECT_EQ(ask_of(command), full_ask());
}

TEST(Ask, ToStopTheTimersIsReadBackToo) {
  Ask ask;
  ask.verb = "retire";
  ask.units = {"backup.service"};
  ask.stop = true;
  Words command = command_of(ask);
  EXPECT_EQ(command[4], "stop");
  command.erase(command.begin());
  EXPECT_EQ(ask_of(command), ask);
}

TEST(Ask, OfOtherWordsIsNone) {
  EXPECT_EQ(ask_of({}), std::nullopt);
  EXPECT_EQ(ask_of({"pause"}), std::nullopt);
  EXPECT_EQ(ask_of({"pause", "never", "", "go-on", "quiet"}), std::nullopt);
  EXPECT_EQ(ask_of({"pause", "soon", "", "go-on", "quiet", "a.timer"}), std::nullopt);
  EXPECT_EQ(ask_of({"pause", "1x", "", "go-on", "quiet", "a.timer"}), std::nullopt);
}

}  // namespace
}  // namespace sa
