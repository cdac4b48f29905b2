#include "unitgen/watch/apply_times.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace std::chrono_literals;
using Time = ApplyTimes::Time;

const Time start = Time(1000s);

TEST(ApplyTimes, WantNothingAtFirst) {
  EXPECT_EQ(ApplyTimes().due(), std::nullopt);
}

TEST(ApplyTimes, WaitForTheLastOfManyChangesButNotForEver) {
  ApplyTimes times;
  times.changed(start);
  EXPECT_EQ(times.due(), start + 200ms);
  times.changed(start + 150ms);
  EXPECT_EQ(times.due(), start + 350ms);
  for (auto at = start + 200ms; at < start + 5s; at += 50ms) times.changed(at);
  EXPECT_EQ(times.due(), start + 1s);
}

TEST(ApplyTimes, LeaveTwoSecondsFromOneApplyToTheNext) {
  ApplyTimes times;
  times.asked(start);
  EXPECT_EQ(times.due(), start);
  times.began(start);
  EXPECT_FALSE(times.is_waiting());
  times.changed(start + 100ms);
  times.ended(start + 500ms, false);
  EXPECT_EQ(times.due(), start + 2s);
  times.began(start + 2s);
  times.ended(start + 3s, false);
  EXPECT_EQ(times.due(), std::nullopt);
  times.changed(start + 10s);
  EXPECT_EQ(times.due(), start + 10s + 200ms);
}

TEST(ApplyTimes, TryAgainWhatFailedLessAndLessOften) {
  ApplyTimes times;
  std::vector<ApplyTimes::Span> waits;
  Time now = start;
  for (int tries = 0; tries < 7; ++tries) {
    times.began(now);
    times.ended(now, true);
    waits.push_back(*times.due() - now);
    now = *times.due();
  }
  EXPECT_EQ(waits, (std::vector<ApplyTimes::Span>{10s, 20s, 40s, 80s, 160s, 300s, 300s}));
  times.changed(now);
  EXPECT_LT(*times.due(), now + 3s);
  times.began(now + 2s);
  times.ended(now + 2s, false);
  times.began(now + 9s);
  times.ended(now + 9s, true);
  EXPECT_EQ(times.due(), now + 19s);
}

}  // namespace
}  // namespace sa
