#include "unitgen/cmd_check.h"

#include "unitgen/exit_code.h"

#include <sstream>

#include <gtest/gtest.h>

namespace sa {
namespace {

TEST(CmdCheck, SaysWhereNoJobFilesCanBe) {
  TimeZones zones("Etc/UTC");
  std::ostringstream out;
  std::ostringstream err;
  const CheckOptions options{
      folders_below(TargetKind::systemd, "/nowhere/etc", "/nowhere/units"), {}, "", {}};
  EXPECT_EQ(cmd_check(options, zones, out, err), exit_done);
  EXPECT_EQ(err.str(), "/nowhere/etc/jobs.d:1:1: warning: expected a directory, got none\n");
  EXPECT_EQ(out.str(), "0 files: 0 problems, 1 warning\n");
}

}  // namespace
}  // namespace sa
