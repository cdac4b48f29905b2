#include "upstart/start_condition.h"

#include <gtest/gtest.h>

namespace sa::upstart {
namespace {

StartCondition condition(StartCondition::Operators operators) {
  return StartCondition(std::move(operators));
}

TEST(StartCondition, NamesEachEventOfIt) {
  const auto either = condition({{"first"}, {"second"}, {"/OR"}});
  EXPECT_TRUE(either.names({"first", {}}));
  EXPECT_TRUE(either.names({"second", {"A=b"}}));
  EXPECT_FALSE(either.names({"third", {}}));
  EXPECT_FALSE(either.is_empty());
}

TEST(StartCondition, ComparesValuesByKeyAndByPlaceAsGlobs) {
  const auto by_key = condition({{"net", "IFACE=eth*", "KIND!=vlan"}});
  EXPECT_TRUE(by_key.names({"net", {"KIND=wire", "IFACE=eth0"}}));
  EXPECT_FALSE(by_key.names({"net", {"KIND=vlan", "IFACE=eth0"}}));
  EXPECT_FALSE(by_key.names({"net", {"KIND=wire", "IFACE=wlan0"}}));
  const auto by_place = condition({{"stopped", "garbo", "RESULT=failed"}});
  EXPECT_TRUE(by_place.names({"stopped", {"JOB=garbo", "INSTANCE=", "RESULT=failed"}}));
  EXPECT_FALSE(by_place.names({"stopped", {"JOB=poll", "INSTANCE=", "RESULT=failed"}}));
}

TEST(StartCondition, TakesAValueWithAVariableForAMatch) {
  EXPECT_TRUE(condition({{"net", "$IFACE"}}).names({"net", {"IFACE=eth0"}}));
  EXPECT_TRUE(condition({{"net", "IFACE=$WANTED"}}).names({"net", {"IFACE=eth0"}}));
}

TEST(StartCondition, ThatIsEmptyNamesNothing) {
  EXPECT_TRUE(condition({}).is_empty());
  EXPECT_FALSE(condition({}).names({"foo", {}}));
}

TEST(StartCondition, ThatIsNotToldMayBeAnyEventButThoseOfJobs) {
  const StartCondition untold(std::nullopt);
  EXPECT_FALSE(untold.is_empty());
  EXPECT_TRUE(untold.names({"foo", {}}));
  EXPECT_FALSE(untold.names({"stopped", {"JOB=a"}}));
  EXPECT_FALSE(untold.names({"foo/failed", {}}));
}

}  // namespace
}  // namespace sa::upstart
