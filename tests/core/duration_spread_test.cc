#include "core/duration_spread.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace std::chrono_literals;

TEST(DurationSpread, OfNothingIsNothing) {
  const DurationSpread spread;
  EXPECT_EQ(spread.count(), 0U);
  EXPECT_EQ(spread.shortest(), std::nullopt);
  EXPECT_EQ(spread.longest(), std::nullopt);
  EXPECT_EQ(spread.quantile(0.5), std::nullopt);
}

TEST(DurationSpread, QuantileIsADurationThatWas) {
  DurationSpread spread;
  for (const auto span : {4s, 1s, 3s, 2s}) spread.add(span);
  EXPECT_EQ(spread.quantile(0), 1s);
  EXPECT_EQ(spread.quantile(0.5), 2s);
  EXPECT_EQ(spread.quantile(0.51), 3s);
  EXPECT_EQ(spread.quantile(1), 4s);
}

TEST(DurationSpread, OfAThousandIsExact) {
  DurationSpread spread;
  for (int i = 1000; i > 0; --i) spread.add(Duration(i * 1'000'003LL));
  EXPECT_EQ(spread.quantile(0.5), Duration(500 * 1'000'003LL));
  EXPECT_EQ(spread.quantile(0.95), Duration(950 * 1'000'003LL));
}

TEST(DurationSpread, OfAMillionIsRightToAHundredAndTwentyEighth) {
  DurationSpread spread;
  for (int i = 1; i <= 1'000'000; ++i) spread.add(Duration(i * 37LL));
  EXPECT_EQ(spread.count(), 1'000'000U);
  EXPECT_EQ(spread.shortest(), Duration(37));
  EXPECT_EQ(spread.longest(), Duration(37'000'000));
  for (const double share : {0.01, 0.25, 0.5, 0.95, 0.999}) {
    const double expected = share * 37'000'000;
    const auto got = static_cast<double>(spread.quantile(share)->count());
    EXPECT_NEAR(got, expected, expected / 128) << share;
  }
}

TEST(DurationSpread, NothingIsBeyondTheShortestAndTheLongest) {
  DurationSpread spread;
  for (int i = 0; i < 2000; ++i) spread.add(1000003us);
  EXPECT_EQ(spread.quantile(0.5), 1000003us);
  EXPECT_EQ(spread.quantile(1), 1000003us);
}

TEST(DurationSpread, TakesTheLongestSpanAndAClockThatWasPutBack) {
  DurationSpread spread;
  for (int i = 0; i < 2000; ++i) spread.add(Duration::max());
  spread.add(-5s);
  EXPECT_EQ(spread.shortest(), 0s);
  EXPECT_EQ(spread.longest(), Duration::max());
  EXPECT_GT(*spread.quantile(0.5), Duration::max() / 128 * 127);
}

}  // namespace
}  // namespace sa
