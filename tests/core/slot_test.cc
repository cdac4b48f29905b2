#include "core/slot.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-11-22T12:00:00Z");

std::vector<Instant> slots_in(const SlotRange& range) {
  std::vector<Instant> slots;
  visit_slots(range, [&](Instant due) {
    slots.push_back(due);
    return true;
  });
  return slots;
}

TEST(SlotRange, OfAMinuteJobIsOneGapHoweverLong) {
  SlotRange range;
  range.first = range.last = noon;
  for (int i = 1; i < 1000; ++i) EXPECT_TRUE(extend(range, noon + i * 1min));
  EXPECT_EQ(range.gaps, (std::vector<SlotRange::Gap>{{1min, 999}}));
  EXPECT_EQ(range.count, 1000u);
  EXPECT_EQ(range.last, noon + 999min);
  EXPECT_EQ(slots_in(range).size(), 1000u);
}

TEST(SlotRange, TellsAllItsInstants) {
  SlotRange range;
  range.first = range.last = noon;
  const std::vector<Instant> dues = {noon, noon + 7min, noon + 14min, noon + 18min, noon + 25min};
  for (std::size_t i = 1; i < dues.size(); ++i) extend(range, dues[i]);
  EXPECT_EQ(slots_in(range), dues);
}

TEST(SlotRange, WithTooManyGapsGrowsNoMore) {
  SlotRange range;
  range.first = range.last = noon;
  Instant due = noon;
  for (int i = 0; i < 64; ++i) EXPECT_TRUE(extend(range, due += (i + 1) * 1min));
  const SlotRange before = range;
  EXPECT_FALSE(extend(range, due + 1min));
  EXPECT_EQ(range, before);
}

TEST(SlotRange, DoesNotGrowBackwardsWhereTheClockWasPutBack) {
  SlotRange range;
  range.first = range.last = noon;
  EXPECT_FALSE(extend(range, noon - 1min));
  EXPECT_FALSE(extend(range, noon));
  EXPECT_EQ(range.count, 1u);
}

TEST(SlotVerdict, IsReadAsItIsWritten) {
  for (const auto verdict :
       {SlotVerdict::on_time, SlotVerdict::late, SlotVerdict::absorbed, SlotVerdict::skipped,
        SlotVerdict::refused, SlotVerdict::missed, SlotVerdict::paused})
    EXPECT_EQ(parse_slot_verdict(to_string(verdict)), verdict);
  EXPECT_EQ(parse_slot_verdict("on time"), std::nullopt);
}

}  // namespace
}  // namespace sa
