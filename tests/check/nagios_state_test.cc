#include "check/nagios_state.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

TEST(NagiosState, WordsAreReadInLowerCaseAndShownInUpperCase) {
  EXPECT_EQ(parse_nagios_state("ok"), NagiosState::ok);
  EXPECT_EQ(parse_nagios_state("unknown"), NagiosState::unknown);
  EXPECT_EQ(parse_nagios_state("Critical"), std::nullopt);
  EXPECT_EQ(parse_nagios_state(""), std::nullopt);
  EXPECT_EQ(to_string(NagiosState::warning), "WARNING");
}

TEST(NagiosState, WhatIsKnownToBeWrongOutranksWhatIsNotKnown) {
  EXPECT_EQ(worse_of(NagiosState::critical, NagiosState::unknown), NagiosState::critical);
  EXPECT_EQ(worse_of(NagiosState::unknown, NagiosState::warning), NagiosState::warning);
  EXPECT_EQ(worse_of(NagiosState::ok, NagiosState::unknown), NagiosState::unknown);
  EXPECT_FALSE(is_worse(NagiosState::ok, NagiosState::ok));
}

}  // namespace
}  // namespace sa
