#include "watcher/timer_memory.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace std::chrono_literals;

const Instant noon{std::chrono::seconds{1'795'348'800}};

class ToldPause : public testing::Test {
 protected:
  bool pause(Instant at, const std::string& reason = "") {
    return remember_told_pause(timer, {at, "pause", "a.timer", "alice", {}, reason});
  }
  bool resume(Instant at) { return remember_told_pause(timer, {at, "resume", "a.timer", "bob"}); }
  bool is_paused(Instant due) const { return pause_at(timer, due) != nullptr; }

  TimerRecord timer{"a.timer", std::nullopt};
};

TEST_F(ToldPause, CoversWhatWasDueInIt) {
  EXPECT_TRUE(pause(noon));
  EXPECT_TRUE(resume(noon + 1min));
  EXPECT_FALSE(is_paused(noon - 1s));
  EXPECT_TRUE(is_paused(noon));
  EXPECT_TRUE(is_paused(noon + 59s));
  EXPECT_FALSE(is_paused(noon + 1min));
}

TEST_F(ToldPause, MayBeOneOfSeveral) {
  pause(noon);
  resume(noon + 1min);
  pause(noon + 5min);
  resume(noon + 6min);
  EXPECT_TRUE(is_paused(noon + 30s));
  EXPECT_FALSE(is_paused(noon + 3min));
  EXPECT_TRUE(is_paused(noon + 5min + 30s));
}

TEST_F(ToldPause, ThatItsFileToldOfIsTheSame) {
  const Pause file{"alice", noon, {}, "disk", true, {}, {}};
  remember_pause(timer, &file, {}, noon + 1s);
  EXPECT_FALSE(pause(noon + 5ms, "disk"));
  EXPECT_TRUE(resume(noon + 1min));
  EXPECT_FALSE(remember_pause(timer, nullptr, noon + 1min, noon + 2min));
  EXPECT_EQ(timer.pause, (PausedSpan{"alice", noon, {}, "disk", noon + 1min}));
  EXPECT_FALSE(pause(noon + 5ms, "disk"));
  EXPECT_TRUE(timer.earlier_pauses.empty());
}

TEST_F(ToldPause, OfWhichTheEndWasTheOnlyNewsEndsThen) {
  const Pause file{"alice", noon, {}, "", true, {}, {}};
  remember_pause(timer, &file, {}, noon + 1s);
  EXPECT_TRUE(resume(noon + 1min));
  EXPECT_EQ(timer.pause->ended, noon + 1min);
  EXPECT_FALSE(resume(noon + 2min));
}

TEST_F(ToldPause, ThatIsFollowedByOneThatHoldsStillIsKept) {
  pause(noon);
  resume(noon + 1min);
  const Pause file{"bob", noon + 5min, {}, "", true, {}, {}};
  EXPECT_TRUE(remember_pause(timer, &file, {}, noon + 6min));
  EXPECT_TRUE(is_paused(noon + 30s));
  EXPECT_FALSE(is_paused(noon + 2min));
  EXPECT_TRUE(is_paused(noon + 30min));
}

}  // namespace
}  // namespace sa
