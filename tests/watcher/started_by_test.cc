#include "watcher/started_by.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace std::chrono_literals;

const Instant noon{std::chrono::seconds{1'795'348'800}};

class StartedByTest : public testing::Test {
 protected:
  StartedByTest() { started.add({noon, "run", "a.service", "alice"}); }

  // "manual by alice", as it becomes; its reason is none of this.
  std::string completed(Instant began, TriggerType type = TriggerType::unknown, std::uint8_t id = 1,
                        const std::string& unit = "a.service") {
    sa::Run run;
    run.identity.bytes[15] = id;
    run.unit = unit;
    run.trigger.type = type;
    run.began = began;
    started.complete(run);
    EXPECT_EQ(run.reason, "");
    const std::string word(to_string(run.trigger.type));
    return run.trigger.by.empty() ? word : word + " by " + run.trigger.by;
  }

  StartedBy started;
};

TEST_F(StartedByTest, IsTheRunOfTheUnitThatBeganThen) {
  EXPECT_EQ(completed(noon - 20ms), "manual by alice");
  EXPECT_EQ(completed(noon - 20ms), "manual by alice");
}

TEST_F(StartedByTest, IsNoOtherRun) {
  EXPECT_EQ(completed(noon - 6s), "unknown");
  EXPECT_EQ(completed(noon + 6s), "unknown");
  EXPECT_EQ(completed(noon, TriggerType::unknown, 1, "b.service"), "unknown");
  EXPECT_EQ(completed(noon, TriggerType::timer), "timer");
}

TEST_F(StartedByTest, IsOneRunOnly) {
  EXPECT_EQ(completed(noon, TriggerType::manual, 1), "manual by alice");
  EXPECT_EQ(completed(noon + 1s, TriggerType::manual, 2), "manual");
}

TEST_F(StartedByTest, LeavesTheReasonOfItsEnd) {
  sa::Run run;
  run.identity.bytes[15] = 1;
  run.unit = "a.service";
  run.began = noon;
  run.reason = "the host went down";
  EXPECT_TRUE(started.complete(run));
  EXPECT_EQ(run.trigger.by, "alice");
  EXPECT_EQ(run.reason, "the host went down");
}

}  // namespace
}  // namespace sa
