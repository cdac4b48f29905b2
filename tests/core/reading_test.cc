#include "core/reading.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

TEST(Reading, OfRunsComesBackFromItsArguments) {
  Reading reading;
  reading.units = {"backup.service", "-x.service"};
  reading.from = Instant(Duration(-5));
  reading.to = Instant(Duration(1'795'348'800'000'000));
  reading.oldest_first = true;
  EXPECT_EQ(arguments_of(reading),
            (std::vector<std::string>{"runs", "-5", "1795348800000000", "oldest-first", "", "", "-",
                                      "end", "backup.service", "-x.service"}));
  EXPECT_EQ(reading_of(arguments_of(reading)), reading);
}

TEST(Reading, OfOutputComesBackFromItsArguments) {
  Reading reading;
  reading.what = Reading::What::output;
  reading.units = {"backup.service"};
  reading.invocation = "00112233445566778899aabbccddee01";
  reading.format = "json";
  reading.lines = 0;
  reading.follow = true;
  EXPECT_EQ(reading_of(arguments_of(reading)), reading);
}

TEST(Reading, IsNothingElse) {
  EXPECT_EQ(reading_of({}), std::nullopt);
  EXPECT_EQ(reading_of({"runs", "-", "-", "newest-first", "", "", "-"}), std::nullopt);
  EXPECT_EQ(reading_of({"sing", "-", "-", "newest-first", "", "", "-", "end"}), std::nullopt);
  EXPECT_EQ(reading_of({"runs", "1x", "-", "newest-first", "", "", "-", "end"}), std::nullopt);
  EXPECT_EQ(reading_of({"runs", "-", "", "newest-first", "", "", "-", "end"}), std::nullopt);
  EXPECT_EQ(reading_of({"output", "-", "-", "newest-first", "", "", "-1", "end"}), std::nullopt);
}

TEST(Reading, KnowsJournalctlsFormatsAndNoOptions) {
  EXPECT_TRUE(is_output_format("short-iso"));
  EXPECT_FALSE(is_output_format("--file=/etc/shadow"));
  EXPECT_FALSE(is_output_format(""));
}

}  // namespace
}  // namespace sa
