#include "upstart/upstart_version.h"

#include <gtest/gtest.h>

namespace sa::upstart {
namespace {

TEST(UpstartVersion, StandsInThePackageString) {
  EXPECT_EQ(version_of("init (upstart 1.13.2)"), (Version{1, 13, 2}));
  EXPECT_EQ(version_of("init (upstart 1.5)"), (Version{1, 5, 0}));
  EXPECT_EQ(version_of("upstart 0.6.7-ubuntu1"), (Version{0, 6, 7}));
  EXPECT_EQ(version_of("init"), (Version{0, 0, 0}));
}

TEST(UpstartVersion, IsOrderedByItsNumbers) {
  EXPECT_LT(version_of("init (upstart 0.6.6)"), first_with_states);
  EXPECT_LT(version_of("init (upstart 1.6.1)"), first_with_events);
  EXPECT_GT(version_of("init (upstart 1.13.2)"), first_with_events);
}

}  // namespace
}  // namespace sa::upstart
