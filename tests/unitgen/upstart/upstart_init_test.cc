#include "unitgen/upstart/upstart_init.h"

#include "core/error.h"
#include "tests/unitgen/scratch_folder.h"

#include <filesystem>

#include <gtest/gtest.h>

namespace sa {
namespace {

// An initctl that knows the jobs whose files lie in `running`, says what initctl(8) of 1.13.2 says,
// and writes down what it was asked.
class UpstartCalls : public testing::Test {
 protected:
  UpstartCalls() {
    base.write("initctl", R"(#!/bin/sh
cd "${0%/*}"
echo "$*" >> asked
verb=$1; shift
[ "$1" = --no-wait ] && shift
case $verb in
  reload-configuration) [ ! -e broken ] ;;
  status) [ -e "running/$1" ] && echo "$1 start/running, process 7" || echo "$1 stop/waiting" ;;
  start)
    [ "$1" != sa-bad ] || { echo "initctl: Unknown job: sa-bad" >&2; exit 1; }
    [ ! -e "running/$1" ] || { echo "initctl: Job is already running: $1" >&2; exit 1; }
    echo > "running/$1"; echo "$1 start/running, process 7" ;;
  stop)
    [ -e "running/$1" ] || { echo "initctl: Unknown instance: " >&2; exit 1; }
    rm "running/$1"; echo "$1 stop/waiting" ;;
esac
)");
    std::filesystem::permissions(base / "initctl", std::filesystem::perms::owner_all);
    std::filesystem::create_directory(base / "running");
  }

  void carry_out(const Pending& pending) {
    const Pending todo = init.prepared(pending);
    init.before(todo);
    init.after(todo);
  }

  test::ScratchFolder base;
  UpstartInit init{base / "initctl"};
};

TEST_F(UpstartCalls, StopBeforeAndStartAfter) {
  base.write("running/sa-old", "");
  carry_out({.stop = {"sa-old"},
             .start = {"sa-new"},
             .restart = {},
             .revive = {},
             .forgotten = {},
             .links = {},
             .scripts = {}});
  EXPECT_EQ(base.read("asked"), "stop sa-old\nreload-configuration\nstart --no-wait sa-new\n");
  EXPECT_TRUE(init.refused().empty());
}

TEST_F(UpstartCalls, RestartOnlyWhatRuns) {
  base.write("running/sa-a", "");
  carry_out({.stop = {},
             .start = {},
             .restart = {"sa-a", "sa-b"},
             .revive = {},
             .forgotten = {},
             .links = {},
             .scripts = {}});
  EXPECT_EQ(base.read("asked"),
            "status sa-a\nstatus sa-b\nstop sa-a\nreload-configuration\nstart --no-wait sa-a\n");
}

TEST_F(UpstartCalls, KeepARestartInFormOfAStopAndAStart) {
  base.write("running/sa-a", "");
  Pending todo;
  todo.restart = {"sa-a"};
  Pending wanted;
  wanted.stop = wanted.start = {"sa-a"};
  EXPECT_EQ(init.prepared(todo), wanted);
}

TEST_F(UpstartCalls, TakeForDoneWhatNeedsNotBeDone) {
  base.write("running/sa-new", "");
  carry_out({.stop = {"sa-old"},
             .start = {"sa-new"},
             .restart = {},
             .revive = {},
             .forgotten = {},
             .links = {},
             .scripts = {}});
  EXPECT_TRUE(init.refused().empty());
  EXPECT_TRUE(init.left().empty());
}

TEST_F(UpstartCalls, TellWhatIsRefusedAndLeaveIt) {
  Pending todo;
  todo.start = {"sa-bad"};
  carry_out(todo);
  EXPECT_EQ(init.refused(), RefusedCalls{"cannot start sa-bad: initctl: Unknown job: sa-bad"});
  EXPECT_EQ(init.left(), todo);
}

TEST_F(UpstartCalls, EndWhereUpstartDoesNotReadItsJobs) {
  base.write("broken", "");
  EXPECT_THROW(carry_out({}), Error);
}

TEST(UpstartHost, IsOneWhoseInitSaysSo) {
  const test::ScratchFolder base;
  const auto init_that_says = [&](const std::string& text) {
    base.write("init", "#!/bin/sh\necho '" + text + "'\n");
    std::filesystem::permissions(base / "init", std::filesystem::perms::owner_all);
    return is_upstart_running(base / "init");
  };
  EXPECT_TRUE(init_that_says("init (upstart 1.13.2)"));
  EXPECT_FALSE(init_that_says("systemd 252 (252.39-1~deb12u1)"));
  EXPECT_FALSE(is_upstart_running(base / "none"));
}

}  // namespace
}  // namespace sa
