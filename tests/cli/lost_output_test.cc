#include "cli/lost_output.h"

#include "tests/cli/samples.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using Words = std::vector<std::string>;

TEST(LostOutput, IsLookedForWhileTheRunWentAndTenSecondsMore) {
  EXPECT_EQ(
      stream_query(samples::failed_run(), std::nullopt),
      (Words{"journalctl", "--quiet", "--no-pager", "--output=export",
             "--output-fields=_STREAM_ID,_SYSTEMD_INVOCATION_ID", "--since=@1795312800.005124",
             "--until=@1795312900.255124", "_SYSTEMD_UNIT=backup.service"}));
}

TEST(LostOutput, OfTheNextRunIsNotOurs) {
  const sa::Run run = samples::failed_run();
  EXPECT_EQ(stream_query(run, *run.ended + Duration{1'000'000})[6], "--until=@1795312891.255123");
  EXPECT_EQ(stream_query(run, *run.ended + Duration{60'000'000})[6], "--until=@1795312900.255124");
}

TEST(LostOutput, OfARunningRunIsLookedForUpToNow) {
  sa::Run run = samples::failed_run();
  run.ended.reset();
  EXPECT_EQ(stream_query(run, std::nullopt).size(), 7U);
}

TEST(LostOutput, IsThatOfStreamsWithoutAnInvocation) {
  EXPECT_EQ(streams_without_invocation("__CURSOR=x\n_STREAM_ID=aa\n\n"
                                       "__CURSOR=y\n_STREAM_ID=aa\n\n"
                                       "__CURSOR=z\n_SYSTEMD_INVOCATION_ID=1\n_STREAM_ID=bb\n\n"
                                       "__CURSOR=z\n\n"
                                       "_STREAM_ID=cc\n"),
            (Words{"aa", "cc"}));
}

TEST(LostOutput, OfNothingIsNothing) {
  EXPECT_EQ(streams_without_invocation(""), Words{});
  EXPECT_EQ(streams_without_invocation("\n\n\n"), Words{});
  EXPECT_EQ(streams_without_invocation("_STREAM_IDX=1\n\n"), Words{});
}

}  // namespace
}  // namespace sa
