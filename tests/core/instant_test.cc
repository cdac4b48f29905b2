#include "core/instant.h"

#include <limits>

#include <gtest/gtest.h>

namespace sa {
namespace {

using std::chrono::microseconds;

Instant at(std::int64_t usec) {
  return Instant{microseconds{usec}};
}

TEST(Instant, IsWrittenInUtcWithSixDigitsOfFraction) {
  EXPECT_EQ(rfc3339(at(1'795'320'696'005'124)), "2026-11-22T04:11:36.005124Z");
  EXPECT_EQ(rfc3339(at(0)), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(rfc3339(at(951'827'696'000'001)), "2000-02-29T12:34:56.000001Z");
}

TEST(Instant, BeforeTheEpochCountsBackwards) {
  EXPECT_EQ(rfc3339(at(-1)), "1969-12-31T23:59:59.999999Z");
}

TEST(Instant, OutsideFourDigitYearsIsClamped) {
  EXPECT_EQ(rfc3339(Instant::max()), "9999-12-31T23:59:59.999999Z");
  EXPECT_EQ(rfc3339(Instant::min()), "0000-01-01T00:00:00.000000Z");
}

TEST(Instant, IsWrittenIntoABufferWithoutATerminatingZero) {
  char buffer[rfc3339_size + 1];
  buffer[rfc3339_size] = '#';
  write_rfc3339(at(1), buffer);
  EXPECT_EQ(std::string_view(buffer, sizeof buffer), "1970-01-01T00:00:00.000001Z#");
}

TEST(Instant, ReadsEveryFormOfRfc3339) {
  const Instant expected = at(1'795'320'696'000'000);
  EXPECT_EQ(parse_rfc3339("2026-11-22T04:11:36Z"), expected);
  EXPECT_EQ(parse_rfc3339("2026-11-22t04:11:36z"), expected);
  EXPECT_EQ(parse_rfc3339("2026-11-22T05:11:36+01:00"), expected);
  EXPECT_EQ(parse_rfc3339("2026-11-21T23:41:36-04:30"), expected);
  EXPECT_EQ(parse_rfc3339("2026-11-22T04:11:36.0Z"), expected);
}

TEST(Instant, CutsTheFractionToMicroseconds) {
  EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:00.5Z"), at(500'000));
  EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:00.000001999Z"), at(1));
}

TEST(Instant, ReadsBackWhatItWrote) {
  for (const std::int64_t usec :
       {0LL, -1LL, 1'795'320'696'005'124LL, -62'167'219'200'000'000LL, 253'402'300'799'999'999LL})
    EXPECT_EQ(parse_rfc3339(rfc3339(at(usec))), at(usec)) << usec;
}

class NotRfc3339 : public testing::TestWithParam<const char*> {};

TEST_P(NotRfc3339, IsRefused) {
  EXPECT_EQ(parse_rfc3339(GetParam()), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Instant, NotRfc3339,
                         testing::Values("", "2026-11-22", "2026-11-22T04:11:36",
                                         "2026-11-22 04:11:36Z", "2026-02-29T00:00:00Z",
                                         "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
                                         "2026-11-22T24:00:00Z", "2026-11-22T00:60:00Z",
                                         "2026-11-22T23:59:60Z", "2026-11-22T04:11:36.Z",
                                         "2026-11-22T04:11:36.1234567890Z", "2026-11-22T04:11:36Zx",
                                         "2026-11-22T04:11:36+0100", "2026-11-22T04:11:36+24:00",
                                         "2026-11-22T04:11:36+01:60", "226-11-22T04:11:36Z",
                                         "2026-11\r22T04:11:36Z", "+026-11-22T04:11:36Z"));

TEST(Instant, CutAtEveryLengthIsRefused) {
  const std::string whole = "2026-11-22T04:11:36.005124Z";
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_EQ(parse_rfc3339(whole.substr(0, length)), std::nullopt) << length;
}

TEST(Instant, SystemdsNeverIsAbsent) {
  EXPECT_EQ(instant_from_usec(0), std::nullopt);
  EXPECT_EQ(instant_from_usec(std::numeric_limits<std::uint64_t>::max()), std::nullopt);
  EXPECT_EQ(instant_from_usec(1ULL << 63), std::nullopt);
  EXPECT_EQ(instant_from_usec(1'795'320'696'005'124), at(1'795'320'696'005'124));
}

}  // namespace
}  // namespace sa
