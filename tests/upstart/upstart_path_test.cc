#include "upstart/upstart_path.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

TEST(UpstartPath, OfAJobIsItsNameWithTheRestInHex) {
  EXPECT_EQ(job_of_path("/com/ubuntu/Upstart/jobs/t_2dok"), (UpstartObject{"t-ok", ""}));
  EXPECT_EQ(job_of_path("/com/ubuntu/Upstart/jobs/net_2fif_40x"), (UpstartObject{"net/if@x", ""}));
}

TEST(UpstartPath, OfAnInstanceHasItsNameToo) {
  EXPECT_EQ(instance_of_path("/com/ubuntu/Upstart/jobs/many/x_20y"),
            (UpstartObject{"many", "x y"}));
  EXPECT_EQ(instance_of_path("/com/ubuntu/Upstart/jobs/many/_5f"), (UpstartObject{"many", "_"}));
  EXPECT_EQ(instance_of_path("/com/ubuntu/Upstart/jobs/many/_"), (UpstartObject{"many", ""}));
}

TEST(UpstartPath, WithAHalfEscapeMeansItself) {
  EXPECT_EQ(instance_of_path("/com/ubuntu/Upstart/jobs/a/b_2"), (UpstartObject{"a", "b_2"}));
  EXPECT_EQ(instance_of_path("/com/ubuntu/Upstart/jobs/a/b_zz"), (UpstartObject{"a", "b_zz"}));
}

TEST(UpstartPath, OfSomethingElseIsNone) {
  EXPECT_EQ(job_of_path("/com/ubuntu/Upstart"), std::nullopt);
  EXPECT_EQ(job_of_path("/com/ubuntu/Upstart/jobs/"), std::nullopt);
  EXPECT_EQ(job_of_path("/com/ubuntu/Upstart/jobs/a/b"), std::nullopt);
  EXPECT_EQ(instance_of_path("/com/ubuntu/Upstart/jobs/a"), std::nullopt);
  EXPECT_EQ(instance_of_path("/com/ubuntu/Upstart/jobs/chroot/a/b"), std::nullopt);
}

TEST(UpstartPath, MakesTheNameOfAUnit) {
  EXPECT_EQ(unit_of({"t-ok", ""}), "t-ok.upstart");
  EXPECT_EQ(unit_of({"many", "x y"}), "many@x y.upstart");
}

}  // namespace
}  // namespace sa
