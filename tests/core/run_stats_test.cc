#include "core/run_stats.h"

#include <vector>

#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace std::chrono_literals;

const Instant start{1'795'000'000s};

sa::Run run_at(Duration after, State state, std::optional<Duration> took) {
  sa::Run run;
  run.state = state;
  run.at = start + after;
  run.began = run.at;
  if (took) run.ended = run.at + *took;
  return run;
}

RunStats stats_of(const std::vector<sa::Run>& runs) {
  RunStats stats(start, start + 16h);
  for (const sa::Run& run : runs) stats.add(run);
  return stats;
}

TEST(RunStats, CountsWhatFailedAndWhatWasRefused) {
  const RunStats stats =
      stats_of({run_at(0s, State::succeeded, 1s), run_at(1h, State::failed, 2s),
                run_at(2h, State::refused, {}), run_at(3h, State::succeeded, 1s)});
  EXPECT_EQ(stats.runs(), 4U);
  EXPECT_EQ(stats.failures(), 2U);
  EXPECT_EQ(stats.success_rate(), 0.5);
  EXPECT_EQ(stats.durations().count(), 3U);
}

TEST(RunStats, JudgesNoRunThatGoesOnOrWasInterrupted) {
  const RunStats stats =
      stats_of({run_at(0s, State::running, {}), run_at(0s, State::interrupted, 5s)});
  EXPECT_EQ(stats.runs(), 2U);
  EXPECT_EQ(stats.failures(), 0U);
  EXPECT_EQ(stats.success_rate(), std::nullopt);
  EXPECT_EQ(stats.durations().count(), 1U);
}

TEST(RunStats, WhatWasMissedOrSkippedIsNoRun) {
  const RunStats stats = stats_of({run_at(0s, State::missed, {}), run_at(0s, State::skipped, {})});
  EXPECT_EQ(stats.runs(), 0U);
}

TEST(RunStats, TrendIsTheMeanOfEachPart) {
  RunStats::Trend expected;
  expected[0] = 3s;
  expected[1] = 1s;
  expected[15] = 8s;
  const RunStats stats =
      stats_of({run_at(0s, State::succeeded, 2s), run_at(59min, State::failed, 4s),
                run_at(1h, State::succeeded, 1s), run_at(15h, State::succeeded, 6s),
                run_at(40h, State::succeeded, 10s)});
  EXPECT_EQ(stats.trend(), expected);
}

TEST(RunStats, SparklineIsAsHighAsTheLongest) {
  RunStats::Trend trend;
  EXPECT_EQ(sparkline(trend), "");
  for (int i = 0; i < 8; ++i) trend.at(static_cast<std::size_t>(i)) = i * 1s;
  trend[15] = 0s;
  EXPECT_EQ(sparkline(trend), "▁▂▃▄▅▆▇█·······▁");
}

TEST(RunStats, SparklineOfRunsThatTookNoTimeIsLow) {
  RunStats::Trend trend;
  trend[1] = 0s;
  EXPECT_EQ(sparkline(trend), "·▁··············");
}

}  // namespace
}  // namespace sa
