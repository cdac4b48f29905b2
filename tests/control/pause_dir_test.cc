#include "control/pause_dir.h"

#include "core/error.h"
#include "tests/store/samples.h"

#include <fstream>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace sa {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

class PauseDirTest : public testing::Test {
 protected:
  static Pause pause_of(const std::string& by) {
    Pause pause;
    pause.by = by;
    pause.at = *parse_rfc3339("2026-11-22T04:00:00Z");
    return pause;
  }

  test::Directory directory;
  const fs::path path = directory.path() / "state";
  PauseDir pauses{path};
};

TEST_F(PauseDirTest, KeepsWhatIsPut) {
  EXPECT_EQ(pauses.find("a.timer"), std::nullopt);
  pauses.put("a.timer", pause_of("alice"));
  EXPECT_EQ(pauses.find("a.timer"), pause_of("alice"));
  EXPECT_EQ(PauseDir(path).find("a.timer"), pause_of("alice"));
}

TEST_F(PauseDirTest, IsTheFileThatSystemdLooksFor) {
  pauses.put("a\\x2db@c.timer", pause_of("alice"));
  EXPECT_EQ(test::contents_of(path / "paused/a\\x2db@c.timer"), to_json(pause_of("alice")));
  EXPECT_EQ(fs::status(path / "paused/a\\x2db@c.timer").permissions(), fs::perms(0644));
}

TEST_F(PauseDirTest, ReplacesWhatIsThere) {
  pauses.put("a.timer", pause_of("alice"));
  pauses.put("a.timer", pause_of("bob"));
  EXPECT_EQ(pauses.find("a.timer"), pause_of("bob"));
  EXPECT_FALSE(fs::exists(path / "new"));
}

TEST_F(PauseDirTest, RemembersForWhichRunATimerWasPaused) {
  EXPECT_EQ(pauses.fatal_run("a.timer"), "");
  pauses.set_fatal_run("a.timer", "0c05");
  EXPECT_EQ(PauseDir(path).fatal_run("a.timer"), "0c05");
  EXPECT_THAT(pauses.paused(), IsEmpty());
}

TEST_F(PauseDirTest, TellsWhichTimersAreHeld) {
  pauses.put("b.timer", pause_of("alice"));
  pauses.put("a.timer", pause_of("alice"));
  std::ofstream(path / "paused/README") << "no timer";
  EXPECT_THAT(pauses.paused(), ElementsAre("a.timer", "b.timer"));
}

TEST_F(PauseDirTest, HasALongestName) {
  const std::string longest = std::string(249, 'x') + ".timer";
  pauses.put(longest, pause_of("alice"));
  pauses.begin_resume(longest);
  EXPECT_THAT(pauses.resuming(), ElementsAre(longest));
}

TEST_F(PauseDirTest, RemembersWhatIsBeingResumed) {
  pauses.put("a.timer", pause_of("alice"));
  pauses.begin_resume("a.timer");
  EXPECT_EQ(pauses.find("a.timer"), std::nullopt);
  EXPECT_EQ(pauses.resuming("a.timer"), pause_of("alice"));
  pauses.end_resume("a.timer");
  EXPECT_THAT(pauses.resuming(), IsEmpty());
}

TEST_F(PauseDirTest, TakesAFileOfSomebodyElsesForAPause) {
  std::ofstream(path / "paused/a.timer") << "by hand\n";
  const timespec times[2] = {{1'795'320'696, 0}, {1'795'320'696, 0}};
  ASSERT_EQ(utimensat(AT_FDCWD, (path / "paused/a.timer").c_str(), times, 0), 0);
  Pause unknown;
  unknown.at = Instant(std::chrono::seconds(1'795'320'696));
  EXPECT_EQ(pauses.find("a.timer"), unknown);
}

TEST_F(PauseDirTest, FollowsNoLinkAtTheNewFile) {
  std::ofstream(directory.path() / "victim") << "mine";
  fs::create_symlink(directory.path() / "victim", path / "new");
  EXPECT_THROW(pauses.put("a.timer", pause_of("alice")), Error);
  EXPECT_EQ(test::contents_of(directory.path() / "victim"), "mine");
}

TEST_F(PauseDirTest, SaysWhatItCouldNotDo) {
  try {
    pauses.begin_resume("a.timer");
    FAIL() << "expected an Error";
  } catch (const Error& error) {
    EXPECT_EQ(error.what(),
              "rename '" + (path / "paused/a.timer").string() + "': No such file or directory");
  }
}

}  // namespace
}  // namespace sa
