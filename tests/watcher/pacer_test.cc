#include "watcher/pacer.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace std::chrono_literals;

Pacer::Clock::time_point at(Pacer::Clock::duration time) {
  return Pacer::Clock::time_point(1h + time);
}

TEST(Pacer, IsDueBeforeAnyWorkWasDone) {
  const Pacer pacer(60, 10ms);
  EXPECT_TRUE(pacer.is_due(at(0ms)));
}

TEST(Pacer, RestsAsOftenAsLongAsTheWorkTook) {
  Pacer pacer(60, 10ms);
  pacer.done(at(0ms), at(2ms));
  EXPECT_EQ(pacer.next(), at(122ms));
  EXPECT_FALSE(pacer.is_due(at(122ms) - 1ns));
  EXPECT_TRUE(pacer.is_due(at(122ms)));
}

TEST(Pacer, RestsAtLeastTheLeastAfterCheapWork) {
  Pacer pacer(1, 4ms);
  pacer.done(at(0ms), at(1ms));
  EXPECT_EQ(pacer.next(), at(5ms));
}

TEST(Pacer, CountsAPartOfARestToo) {
  Pacer pacer(0.5, 0ms);
  pacer.done(at(0ms), at(3ms));
  EXPECT_EQ(pacer.next(), at(4500us));
}

TEST(Pacer, IsDueAgainWhenARetryIsAskedFor) {
  Pacer pacer(60, 10ms);
  pacer.done(at(0ms), at(100ms));
  pacer.retry_at(at(5s));
  EXPECT_EQ(pacer.next(), at(5s));
}

TEST(Pacer, ForgetsTheRestBeforeWithTheNextWork) {
  Pacer pacer(60, 10ms);
  pacer.done(at(0ms), at(1s));
  pacer.done(at(61s), at(61001ms));
  EXPECT_EQ(pacer.next(), at(61061ms));
}

}  // namespace
}  // namespace sa
