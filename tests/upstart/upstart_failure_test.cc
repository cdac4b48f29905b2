#include "upstart/upstart_failure.h"

#include <gtest/gtest.h>

namespace sa::upstart {
namespace {

std::string text_of(const Failure& failure) {
  std::string text = failure.process;
  if (failure.exit_status) text += " exit " + std::to_string(*failure.exit_status);
  if (failure.exit_signal) text += " signal " + std::to_string(*failure.exit_signal);
  return text;
}

TEST(UpstartFailure, IsOfTheProcessThatTheStateWaitsFor) {
  EXPECT_EQ(text_of(failure_of(3, "running")), "main exit 3");
  EXPECT_EQ(text_of(failure_of(3, "post-start")), "main exit 3");
  EXPECT_EQ(text_of(failure_of(1, "pre-start")), "pre-start exit 1");
  EXPECT_EQ(text_of(failure_of(9, "post-stop")), "post-stop exit 9");
  EXPECT_EQ(text_of(failure_of(11 << 8, "running")), "main signal 11");
  EXPECT_EQ(text_of(failure_of(-1, "spawned")), "main");
  EXPECT_EQ(text_of(failure_of(-1, "pre-starting")), "pre-start");
  EXPECT_EQ(text_of(failure_of(-1, "security-spawning")), "security");
  EXPECT_EQ(text_of(failure_of(0, "running")), "respawn");
}

TEST(UpstartFailure, IsWhatStoppedSays) {
  const auto outcome =
      outcome_of({"JOB=a", "INSTANCE=", "RESULT=failed", "PROCESS=main", "EXIT_SIGNAL=SEGV"});
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(text_of(*outcome.failure), "main signal 11");
  EXPECT_EQ(text_of(*outcome_of({"RESULT=failed", "PROCESS=main", "EXIT_SIGNAL=40"}).failure),
            "main signal 40");
  EXPECT_EQ(text_of(*outcome_of({"RESULT=failed", "PROCESS=main"}).failure), "main");
  EXPECT_FALSE(outcome_of({"RESULT=ok"}).failed);
  EXPECT_TRUE(outcome_of({"RESULT=failed"}).failed);
  EXPECT_FALSE(outcome_of({"RESULT=failed"}).failure);
}

}  // namespace
}  // namespace sa::upstart
