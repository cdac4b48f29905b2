#include "watcher/pause_folder.h"

#include "tests/store/samples.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

class PauseFolderTest : public testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories(place_.path() / "paused");
    test::write_file(place_.path() / "paused" / name, text);
  }
  // "backup.timer by alice", one after the other; "same" where nothing has changed.
  std::string change() {
    const auto change = folder_.take_change();
    if (!change) return "same";
    std::string text;
    for (const auto& [timer, pause] : change->held) text += timer + " by " + pause.by + "\n";
    for (const auto& problem : change->problems)
      text += "problem: " + problem.substr(0, problem.find(place_.path().string())) + "\n";
    return text;
  }

  test::Directory place_;
  PauseFolder folder_{(place_.path() / "paused").string()};
};

TEST_F(PauseFolderTest, WithoutAFolderNothingIsHeld) {
  EXPECT_EQ(change(), "");
  EXPECT_EQ(change(), "same");
}

TEST_F(PauseFolderTest, TellsWhatIsHeldWheneverThatChanges) {
  change();
  write("backup.timer", R"({"by":"alice","at":"2026-11-22T04:00:00Z","reason":"x"})");
  write("other.timer", R"({"by":"bob","at":"2026-11-22T04:00:00Z"})");
  write("other.timer.new", "half a file");
  EXPECT_EQ(change(), "backup.timer by alice\nother.timer by bob\n");
  EXPECT_EQ(change(), "same");
  std::filesystem::remove(place_.path() / "paused" / "backup.timer");
  EXPECT_EQ(change(), "other.timer by bob\n");
}

TEST_F(PauseFolderTest, TellsWhichPausesAreOver) {
  write("ends.timer", R"({"at":"2026-11-22T04:00:00Z","until":"2026-11-22T05:00:00Z"})");
  write("stays.timer", R"({"at":"2026-11-22T04:00:00Z","until":null})");
  EXPECT_EQ(folder_.over(*parse_rfc3339("2026-11-22T06:00:00Z")), std::vector<std::string>{});
  change();
  EXPECT_EQ(folder_.over(*parse_rfc3339("2026-11-22T04:59:59Z")), std::vector<std::string>{});
  EXPECT_EQ(folder_.over(*parse_rfc3339("2026-11-22T05:00:00Z")),
            std::vector<std::string>{"ends.timer"});
}

TEST_F(PauseFolderTest, AFileThatCannotBeReadHoldsItsTimerAllTheSame) {
  write("backup.timer", "");
  EXPECT_EQ(change(), "backup.timer by \nproblem: cannot read the pause '\n");
}

}  // namespace
}  // namespace sa
