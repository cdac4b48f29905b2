#include "watcher/clock_watch.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-11-22T12:00:00Z");

std::string text_of(const std::optional<ClockWatch::Change>& change) {
  if (!change) return "nothing";
  return change->absence ? in_words(*change->absence) : "put back";
}

TEST(ClockWatch, TellsNothingOfAHostThatWasAwake) {
  ClockWatch watch;
  EXPECT_EQ(text_of(watch.take({noon, 100s, 50s})), "nothing");
  EXPECT_EQ(text_of(watch.take({noon + 20s, 120s, 70s})), "nothing");
  EXPECT_EQ(text_of(watch.take({noon + 41s, 140s, 90s})), "nothing");
}

TEST(ClockWatch, TellsThatTheHostSlept) {
  ClockWatch watch;
  watch.take({noon, 100s, 50s});
  EXPECT_EQ(text_of(watch.take({noon + 1h, 100s + 1h, 60s})),
            "the host was asleep from 2026-11-22 12:00:00 UTC to 2026-11-22 13:00:00 UTC");
  EXPECT_EQ(text_of(watch.take({noon + 1h + 20s, 120s + 1h, 80s})), "nothing");
}

TEST(ClockWatch, TellsThatTheClockWasPutForwardFromWhereItStoodThen) {
  ClockWatch watch;
  watch.take({noon, 100s, 100s});
  EXPECT_EQ(text_of(watch.take({noon + 24h + 10s, 110s, 110s})),
            "the clock was put forward from 2026-11-22 12:00:10 UTC to 2026-11-23 12:00:10 UTC");
}

TEST(ClockWatch, TellsThatTheClockWasPutBack) {
  ClockWatch watch;
  watch.take({noon, 100s, 100s});
  EXPECT_EQ(text_of(watch.take({noon - 24h, 110s, 110s})), "put back");
}

TEST(Absences, ComeBackFromTheirNote) {
  const std::vector<Absence> absences = {{Absence::Kind::off, noon, noon + 1h},
                                         {Absence::Kind::clock_step, noon + 2h, noon + 3h}};
  EXPECT_EQ(to_note(absences),
            "0 2026-11-22T12:00:00.000000Z 2026-11-22T13:00:00.000000Z\n"
            "2 2026-11-22T14:00:00.000000Z 2026-11-22T15:00:00.000000Z\n");
  EXPECT_EQ(absences_of_note(to_note(absences)), absences);
  EXPECT_TRUE(absences_of_note("7 x y\n").empty());
}

}  // namespace
}  // namespace sa
