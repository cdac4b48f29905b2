#include "core/slot.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "tests/store/samples.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace std::chrono_literals;
using test::at_second;
using test::Directory;

SlotRange range_of(const std::string& unit, std::int64_t first, std::uint32_t count) {
  SlotRange range;
  range.unit = unit;
  range.first = range.last = at_second(first);
  range.verdict = SlotVerdict::absorbed;
  range.reason = "the run before was still going";
  for (std::uint32_t i = 1; i < count; ++i) extend(range, range.last + 60s);
  return range;
}

TEST(Slots, AreReadByUnitAndSpan) {
  Directory directory;
  RunWriter writer(directory.store());
  const auto first = range_of("a.service", 1'000, 3);
  const auto second = range_of("a.service", 5'000, 2);
  const auto other = range_of("b.service", 1'000, 1);
  for (const auto& range : {first, second, other}) writer.put_slots(range);
  writer.commit();
  const RunReader reader(directory.store());
  using Ranges = std::vector<SlotRange>;
  EXPECT_EQ(reader.slots_of("a.service", {}), (Ranges{first, second}));
  EXPECT_EQ(reader.slots_of("b.service", {}), Ranges{other});
  EXPECT_EQ(reader.slots_of("c.service", {}), Ranges{});
  EXPECT_EQ(reader.slots_of("a.service", {at_second(1'120), at_second(5'000)}), Ranges{first});
  EXPECT_EQ(reader.slots_of("a.service", {at_second(1'121), std::nullopt}), Ranges{second});
  EXPECT_EQ(reader.slots_of("a.service", {std::nullopt, at_second(1'000)}), Ranges{});
}

TEST(Slots, ThatGrowAreReplaced) {
  Directory directory;
  RunWriter writer(directory.store());
  writer.put_slots(range_of("a.service", 1'000, 3));
  writer.commit();
  writer.put_slots(range_of("a.service", 1'000, 50));
  writer.commit();
  EXPECT_EQ(RunReader(directory.store()).slots_of("a.service", {}),
            std::vector<SlotRange>{range_of("a.service", 1'000, 50)});
}

TEST(Slots, GoWithTheirAge) {
  Directory directory;
  RunWriter writer(directory.store());
  writer.put_slots(range_of("a.service", 1'000, 3));
  writer.put_slots(range_of("a.service", 5'000, 3));
  writer.commit();
  EXPECT_EQ(writer.prune({std::nullopt, 10}, at_second(10'000), 100), 0u);
  EXPECT_EQ(writer.prune({1h, std::nullopt}, at_second(1'120 + 3'600), 100), 0u);
  EXPECT_EQ(writer.prune({1h, std::nullopt}, at_second(1'121 + 3'600), 100), 1u);
  writer.commit();
  EXPECT_EQ(RunReader(directory.store()).slots_of("a.service", {}),
            std::vector<SlotRange>{range_of("a.service", 5'000, 3)});
}

TEST(MissedRuns, AreNotTheLastRunThatAWatcherGoesOnWith) {
  Directory directory;
  RunWriter writer(directory.store());
  const auto ran = test::bare_run("a.service", 1, at_second(1'000));
  auto missed = test::bare_run("a.service", 2, at_second(2'000));
  missed.state = State::missed;
  writer.put(ran);
  writer.put(missed);
  writer.commit();
  EXPECT_EQ(writer.last_run("a.service"), ran);
  EXPECT_EQ(RunReader(directory.store()).last_run("a.service"), missed);
}

TEST(RunsAheadOfAClockThatWasPutBack, AreNotTheLastRunUpToWhereItIs) {
  Directory directory;
  RunWriter writer(directory.store());
  const auto ran = test::bare_run("a.service", 1, at_second(1'000));
  const auto ahead = test::bare_run("a.service", 2, at_second(9'000));
  writer.put(ran);
  writer.put(ahead);
  writer.commit();
  EXPECT_EQ(writer.last_run("a.service", at_second(1'000)), ran);
  EXPECT_EQ(writer.last_run("a.service", at_second(999)), std::nullopt);
  EXPECT_EQ(writer.last_run("a.service"), ahead);
}

TEST(LateRuns, SayByHowMuch) {
  Directory directory;
  RunWriter writer(directory.store());
  auto late = test::full_run();
  late.late = 90s;
  writer.put(late);
  writer.commit();
  EXPECT_EQ(RunReader(directory.store()).last_run(late.unit), late);
}

TEST(UnitRecords, KeepWhatTheUnitOwes) {
  Directory directory;
  RunWriter writer(directory.store());
  TimerRecord timer{"a.timer", at_second(1)};
  timer.schedule = {"OnCalendar=*-*-* 02:00:00 UTC"};
  timer.accuracy = 1min;
  timer.random_delay = 1h;
  timer.persistent = timer.is_transient = true;
  timer.since = at_second(2);
  timer.stopped = at_second(3);
  timer.next_due = at_second(4);
  timer.pause = PausedSpan{"alice", at_second(5), at_second(6), "why", at_second(7)};
  UnitRecord unit{"a.service", "a", "lp", {"x"}, {timer}, 2, at_second(8)};
  unit.expected_since = at_second(9);
  unit.served_up_to = at_second(10);
  unit.accounted_up_to = at_second(11);
  unit.missed_in_a_row = 12;
  unit.retired = Retirement{"bob", at_second(13), "gone"};
  unit.has_section = true;
  unit.grace = 14s;
  unit.deadline = 15s;
  unit.alert_after = 16;
  writer.put_unit(unit);
  writer.commit();
  EXPECT_EQ(writer.units(), std::vector<UnitRecord>{unit});
}

}  // namespace
}  // namespace sa
