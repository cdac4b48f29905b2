#include "cli/ask_words.h"

#include "cli/exit_code.h"
#include "tests/cli/samples.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace std::chrono_literals;

TEST(AskWords, TellWhenAPauseEndsAndWhatThenHappens) {
  EXPECT_EQ(paused_words("a.timer", std::nullopt, {true, false}),
            "a.timer is paused until it is resumed");
  EXPECT_EQ(paused_words("a.timer", samples::noon, {true, true}),
            "a.timer is paused until 2026-11-22 12:00:00; if it is due meanwhile, it runs at once "
            "then");
  EXPECT_EQ(paused_words("a.timer", std::nullopt, {false, true}),
            "a.timer is paused until it is resumed; it was not active, and will not be started "
            "then");
}

TEST(AskWords, TellWhetherAResumedTimerIsActive) {
  EXPECT_EQ(resumed_words("a.timer", true), "a.timer is resumed");
  EXPECT_EQ(resumed_words("a.timer", false), "a.timer is not paused any more; it stays inactive");
}

TEST(AskWords, TellHowARunEnded) {
  auto run = samples::failed_run();
  EXPECT_EQ(ended_words("a.service", run),
            "a.service failed after 1min 30s: exit 3; 'sa log a.service' shows its output");
  run.state = State::succeeded;
  EXPECT_EQ(ended_words("a.service", run),
            "a.service succeeded after 1min 30s; 'sa log a.service' shows its output");
  run.began.reset();
  EXPECT_EQ(ended_words("a.service", run),
            "a.service succeeded; 'sa log a.service' shows its output");
  run.state = State::skipped;
  EXPECT_EQ(ended_words("a.service", run), "a.service was skipped: its ExecCondition= said no");
  run.has_invocation = false;
  run.reason = "a condition of it is not met";
  EXPECT_EQ(ended_words("a.service", run), "a.service did not run: a condition of it is not met");
}

TEST(AskWords, WhoMayNotCouldNotLook) {
  for (const char* name : {"", "NotAuthorized", "Failed", "Busy"})
    EXPECT_EQ(exit_code_of(name), exit_no_look) << name;
  for (const char* name : {"NoSuchUnit", "NotPaused", "NotRunning", "AlreadyRunning", "NotOurs"})
    EXPECT_EQ(exit_code_of(name), exit_unwell) << name;
}

}  // namespace
}  // namespace sa
