#include "core/time_span.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace std::chrono_literals;

struct Reading {
  const char* text;
  Duration span;
};

class TimeSpan : public testing::TestWithParam<Reading> {};

TEST_P(TimeSpan, IsReadAsSystemdReadsIt) {
  EXPECT_EQ(parse_time_span(GetParam().text), GetParam().span) << GetParam().text;
}

// Compared once with `systemd-analyze timespan`.
INSTANTIATE_TEST_SUITE_P(
    Spans, TimeSpan,
    testing::Values(Reading{"90s", 90s}, Reading{"15min", 15min}, Reading{"1d 2h", 26h},
                    Reading{"1.5h", 90min}, Reading{"90", 90s}, Reading{" 2 h ", 2h},
                    Reading{"2hours5minutes", 125min}, Reading{"5min20", 320s}, Reading{"3m", 3min},
                    Reading{"300ms", 300ms}, Reading{"55us", 55us}, Reading{"7\u00b5s", 7us},
                    Reading{"7\u03bcs", 7us}, Reading{".5s", 500ms}, Reading{"1w", 168h},
                    Reading{"1M", 2629800s}, Reading{"1month 1m", 2629860s},
                    Reading{"1y", 31557600s}, Reading{"0", 0s}, Reading{"0.0000019s", 1us},
                    Reading{"1 sec", 1s}, Reading{"2 days 1 second", 172801s}));

class NoTimeSpan : public testing::TestWithParam<const char*> {};

TEST_P(NoTimeSpan, IsRefused) {
  EXPECT_EQ(parse_time_span(GetParam()), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Spans, NoTimeSpan,
                         testing::Values("", "  ", "soon", "-5s", "5parsecs", "5s x", "1.", ".",
                                         "1..5s", "infinity", "300000y", "99999999999999999999",
                                         "9223372036854775808us"));

TEST(TimeSpan, ReadsTheLongestThatFits) {
  EXPECT_EQ(parse_time_span("9223372036854775807us"), Duration::max());
}

TEST(TimeSpan, IsWrittenInItsTwoLargestUnits) {
  EXPECT_EQ(time_span(3723s), "1h 2min");
  EXPECT_EQ(time_span(90s), "1min 30s");
  EXPECT_EQ(time_span(1500ms), "1s 500ms");
  EXPECT_EQ(time_span(26h + 5min), "1d 2h");
  EXPECT_EQ(time_span(31557600s + 2629800s), "1y 1month");
}

TEST(TimeSpan, LeavesOutWhatIsNotDirectlyBelow) {
  EXPECT_EQ(time_span(3601s), "1h");
  EXPECT_EQ(time_span(24h + 59min), "1d");
}

TEST(TimeSpan, BelowASecondHasOneUnit) {
  EXPECT_EQ(time_span(250400us), "250ms");
  EXPECT_EQ(time_span(12us), "12us");
  EXPECT_EQ(time_span(0us), "0s");
}

TEST(TimeSpan, TakesAsManyPartsAsAsked) {
  EXPECT_EQ(time_span(93784s, 1), "1d");
  EXPECT_EQ(time_span(93784s, 3), "1d 2h 3min");
  EXPECT_EQ(time_span(93784s, 9), "1d 2h 3min 4s");
}

TEST(TimeSpan, NegativeBeginsWithAMinus) {
  EXPECT_EQ(time_span(-3723s), "-1h 2min");
  EXPECT_EQ(time_span(Duration::min(), 1), "-292271y");
}

TEST(TimeSpan, IsWrittenWholeForFiles) {
  EXPECT_EQ(exact_time_span(0us), "0s");
  EXPECT_EQ(exact_time_span(90min), "1h 30min");
  EXPECT_EQ(exact_time_span(24h * 30), "30d");
  EXPECT_EQ(exact_time_span(1500001us), "1s 500ms 1us");
  for (const Duration span : {Duration::max(), Duration{31557600s + 7us}, Duration{999us}})
    EXPECT_EQ(parse_time_span(exact_time_span(span)), span);
}

TEST(TimeSpan, ReadsBackWhatItWrote) {
  for (const Duration span : {Duration{1s}, Duration{59min + 59s}, Duration{200h}, Duration{3ms}})
    EXPECT_EQ(parse_time_span(time_span(span, 9)), span);
}

}  // namespace
}  // namespace sa
