#include "watcher/due_finder.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace std::chrono_literals;

Instant at(const char* text) {
  return *parse_rfc3339(text);
}

std::string text_of(const std::optional<Instant>& instant) {
  return instant ? rfc3339(*instant) : "none";
}

TimerSeen timer_of(std::vector<std::string> schedule) {
  TimerSeen timer;
  timer.timer = "backup.timer";
  timer.unit = "backup.service";
  timer.schedule = std::move(schedule);
  timer.accuracy = 1min;
  return timer;
}

class DueFinderTest : public testing::Test {
 protected:
  TimeZones zones_{"Europe/Berlin"};
  DueFinder finder_{zones_};

  std::string inferred(const std::vector<const TimerSeen*>& timers, const char* began) {
    const auto found = finder_.infer(timers, at(began));
    if (!found) return "none";
    const Trigger& trigger = found->trigger;
    return std::string(to_string(trigger.type)) + " " + trigger.unit + " " + text_of(trigger.time) +
           (trigger.inferred ? " inferred" : "") + ", due " + rfc3339(found->due);
  }
};

TEST_F(DueFinderTest, FindsTheDueInstantsAroundAMoment) {
  const TimerSeen timer = timer_of({"*-*-* 02:00:00 UTC"});
  EXPECT_EQ(text_of(finder_.due_before(timer, at("2026-11-22T04:00:00Z"))),
            "2026-11-22T02:00:00.000000Z");
  EXPECT_EQ(text_of(finder_.due_after(timer, at("2026-11-22T04:00:00Z"))),
            "2026-11-23T02:00:00.000000Z");
}

TEST_F(DueFinderTest, CountsADueInstantAsBeforeItself) {
  const TimerSeen timer = timer_of({"*-*-* 02:00:00 UTC"});
  EXPECT_EQ(text_of(finder_.due_before(timer, at("2026-11-22T02:00:00Z"))),
            "2026-11-22T02:00:00.000000Z");
  EXPECT_EQ(text_of(finder_.due_after(timer, at("2026-11-22T02:00:00Z"))),
            "2026-11-23T02:00:00.000000Z");
}

TEST_F(DueFinderTest, MeansTheLocalZoneWhereTheExpressionNamesNone) {
  const TimerSeen timer = timer_of({"*-*-* 02:00:00"});
  EXPECT_EQ(text_of(finder_.due_before(timer, at("2026-11-22T04:00:00Z"))),
            "2026-11-22T01:00:00.000000Z");
}

TEST_F(DueFinderTest, OfSeveralExpressionsTakesTheNearest) {
  const TimerSeen timer =
      timer_of({"*-*-* 02:00:00 UTC", "*-*-* 03:30:00 UTC", "*-*-* 06:00:00 UTC"});
  EXPECT_EQ(text_of(finder_.due_before(timer, at("2026-11-22T04:00:00Z"))),
            "2026-11-22T03:30:00.000000Z");
  EXPECT_EQ(text_of(finder_.due_after(timer, at("2026-11-22T04:00:00Z"))),
            "2026-11-22T06:00:00.000000Z");
}

TEST_F(DueFinderTest, OfAScheduleThatIsOverFindsNoneAfterIt) {
  const TimerSeen timer = timer_of({"2026-11-20 02:00:00 UTC"});
  EXPECT_EQ(text_of(finder_.due_after(timer, at("2026-11-22T04:00:00Z"))), "none");
  EXPECT_EQ(text_of(finder_.due_before(timer, at("2026-11-22T04:00:00Z"))),
            "2026-11-20T02:00:00.000000Z");
}

TEST_F(DueFinderTest, OfAMonotonicTimerFindsNone) {
  const TimerSeen timer = timer_of({});
  EXPECT_EQ(text_of(finder_.due_before(timer, at("2026-11-22T04:00:00Z"))), "none");
  EXPECT_EQ(text_of(finder_.due_after(timer, at("2026-11-22T04:00:00Z"))), "none");
}

TEST_F(DueFinderTest, IgnoresAnExpressionThatItCannotRead) {
  const TimerSeen timer = timer_of({"whenever", "*-*-* 02:00:00 UTC", "*-*-* 02:00:00 Mars/Base"});
  for (int again = 0; again < 2; ++again)
    EXPECT_EQ(text_of(finder_.due_before(timer, at("2026-11-22T04:00:00Z"))),
              "2026-11-22T02:00:00.000000Z");
}

TEST_F(DueFinderTest, InfersTheTimerOfARunWithinItsSlack) {
  TimerSeen timer = timer_of({"*-*-* 02:00:00 UTC"});
  timer.random_delay = 10min;
  const std::string expected = "timer backup.timer none inferred, due 2026-11-22T02:00:00.000000Z";
  EXPECT_EQ(inferred({&timer}, "2026-11-22T02:00:00Z"), expected);
  EXPECT_EQ(inferred({&timer}, "2026-11-22T02:11:02Z"), expected);  // 2 s: it waited in the queue
  EXPECT_EQ(inferred({&timer}, "2026-11-22T02:11:02.000001Z"), "none");
  EXPECT_EQ(inferred({&timer}, "2026-11-22T01:59:59.999999Z"), "none");
}

TEST_F(DueFinderTest, InfersTheFirstTimerThatFits) {
  TimerSeen hourly = timer_of({"*-*-* *:00:00 UTC"});
  hourly.timer = "hourly.timer";
  TimerSeen nightly = timer_of({"*-*-* 02:00:00 UTC"});
  nightly.timer = "nightly.timer";
  EXPECT_EQ(inferred({&nightly, &hourly}, "2026-11-22T02:00:01Z"),
            "timer nightly.timer none inferred, due 2026-11-22T02:00:00.000000Z");
  EXPECT_EQ(inferred({&nightly, &hourly}, "2026-11-22T03:00:01Z"),
            "timer hourly.timer none inferred, due 2026-11-22T03:00:00.000000Z");
}

TEST_F(DueFinderTest, InfersNothingWithoutATimer) {
  EXPECT_EQ(inferred({}, "2026-11-22T02:00:00Z"), "none");
}

}  // namespace
}  // namespace sa
