#include "core/run.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

constexpr Id128 sample_id{{0x3d, 0xa7, 0x51, 0xc0, 0xd6, 0xe3, 0x4a, 0x90, 0xae, 0xeb, 0x27, 0x0b,
                           0xa6, 0x36, 0x47, 0x7e}};

TEST(Id128, IsWrittenAsLowerCaseHex) {
  EXPECT_EQ(to_string(sample_id), "3da751c0d6e34a90aeeb270ba636477e");
}

TEST(Id128, IsReadInUpperAndLowerCaseAndWithDashes) {
  EXPECT_EQ(parse_id128("3da751c0d6e34a90aeeb270ba636477e"), sample_id);
  EXPECT_EQ(parse_id128("3DA751C0D6E34A90AEEB270BA636477E"), sample_id);
  EXPECT_EQ(parse_id128("3da751c0-d6e3-4a90-aeeb-270ba636477e"), sample_id);
}

TEST(Id128, OfAnotherLengthOrOtherDigitsIsRefused) {
  EXPECT_EQ(parse_id128(""), std::nullopt);
  EXPECT_EQ(parse_id128("3da751c0d6e34a90aeeb270ba636477"), std::nullopt);
  EXPECT_EQ(parse_id128("3da751c0d6e34a90aeeb270ba636477e0"), std::nullopt);
  EXPECT_EQ(parse_id128("3da751c0d6e34a90aeeb270ba636477g"), std::nullopt);
}

TEST(Id128, NullIsAbsent) {
  EXPECT_EQ(parse_id128("00000000000000000000000000000000"), std::nullopt);
}

TEST(State, WordsAreReadBack) {
  const char* words[] = {"running", "succeeded", "failed", "interrupted",
                         "skipped", "refused",   "missed"};
  for (const char* word : words) {
    ASSERT_TRUE(parse_state(word)) << word;
    EXPECT_EQ(to_string(*parse_state(word)), word);
  }
  EXPECT_EQ(parse_state("done"), std::nullopt);
  EXPECT_EQ(parse_state(""), std::nullopt);
}

TEST(Result, WordsAreSystemds) {
  const char* words[] = {"success",         "resources", "protocol",      "timeout",
                         "exit-code",       "signal",    "core-dump",     "watchdog",
                         "start-limit-hit", "oom-kill",  "exec-condition"};
  for (const char* word : words) {
    ASSERT_TRUE(parse_result(word)) << word;
    EXPECT_EQ(to_string(*parse_result(word)), word);
  }
  EXPECT_EQ(parse_result("exit_code"), std::nullopt);
}

TEST(Trigger, TypesHaveTheWordsOfTheInterface) {
  EXPECT_EQ(to_string(TriggerType::unknown), "unknown");
  EXPECT_EQ(to_string(TriggerType::timer), "timer");
  EXPECT_EQ(to_string(TriggerType::manual), "manual");
  EXPECT_EQ(to_string(TriggerType::path), "path");
  EXPECT_EQ(to_string(TriggerType::socket), "socket");
  EXPECT_EQ(to_string(TriggerType::unit), "unit");
  EXPECT_EQ(to_string(TriggerType::event), "event");
  EXPECT_EQ(to_string(TriggerType::boot), "boot");
}

TEST(RecordedBy, HasTheWordsOfTheInterface) {
  EXPECT_EQ(to_string(RecordedBy::bus), "bus");
  EXPECT_EQ(to_string(RecordedBy::journal), "journal");
  EXPECT_EQ(to_string(RecordedBy::both), "both");
  EXPECT_EQ(to_string(RecordedBy::upstart), "upstart");
  EXPECT_EQ(to_string(RecordedBy::schedule), "schedule");
}

TEST(Signal, HasItsNameWithoutSig) {
  EXPECT_EQ(signal_name(11), "SEGV");
  EXPECT_EQ(signal_name(15), "TERM");
  EXPECT_EQ(signal_name(9), "KILL");
}

TEST(Signal, WithoutANameIsItsNumber) {
  EXPECT_EQ(signal_name(40), "40");
  EXPECT_EQ(signal_name(-1), "-1");
}

}  // namespace
}  // namespace sa
