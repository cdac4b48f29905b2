#include "core/error.h"
#include "tests/watcher/recorder_scene.h"

#include <csignal>

#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/resource.h>

namespace sa::test {
namespace {

const std::string first_run =
    "backup.service #7 succeeded +1000..+1100 success exit 0, timer backup.timer +990, due +0, "
    "both\n";
const std::string second_run =
    "backup.service #8 succeeded +2000..+2100 success exit 0, timer backup.timer +1990, due +0, "
    "both\n";

// While it lives no file takes another byte.
class NoWriting {
 public:
  NoWriting() {
    before_handler_ = std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit none = before_;
    none.rlim_cur = 0;
    setrlimit(RLIMIT_FSIZE, &none);
  }
  ~NoWriting() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, before_handler_);
  }
  NoWriting(const NoWriting&) = delete;
  NoWriting& operator=(const NoWriting&) = delete;

 private:
  rlimit before_{};
  void (*before_handler_)(int) = nullptr;
};

// A disk of its own that can be filled, as root.
class SmallDisk {
 public:
  explicit SmallDisk(const std::filesystem::path& place) : place_(place) {
    std::filesystem::create_directory(place);
    works_ = ::mount("tmpfs", place.c_str(), "tmpfs", 0, "size=1m") == 0;
  }
  ~SmallDisk() {
    if (works_) ::umount2(place_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  bool works() const { return works_; }
  // Leaves not one block free.
  void fill() const { write_file(place_ / "filler", std::string(std::size_t{1} << 20, 'x')); }
  void make_room() const { std::filesystem::remove(place_ / "filler"); }

 private:
  std::filesystem::path place_;
  bool works_ = false;
};

// ---- what cannot be written

TEST(RecorderTrouble, ACommitThatFailsOwesAllStillAndWritesItLater) {
  RecorderScene scene;
  scene.list_all();
  scene.begin(1000, 7);
  scene.end(1000, 7);
  scene.commit("s=1");
  scene.begin(2000, 8);
  {
    const NoWriting trouble;
    EXPECT_THROW(scene.commit("s=2"), Error);
    EXPECT_TRUE(scene.recorder->owes_runs());
    scene.end(2000, 8);
    EXPECT_THROW(scene.commit("s=3"), Error);
  }
  EXPECT_EQ(scene.records(), first_run);
  EXPECT_EQ(scene.recorder->journal_cursor(), "s=1");
  EXPECT_TRUE(scene.recorder->owes_runs());
  scene.commit("s=3");
  EXPECT_FALSE(scene.recorder->owes_runs());
  EXPECT_EQ(scene.records(), first_run + second_run);
  EXPECT_EQ(scene.recorder->journal_cursor(), "s=3");
}

TEST(RecorderTrouble, AStatusFileThatCannotBeWrittenIsOwedAndTheOldOneStands) {
  RecorderScene scene;
  scene.list_all();
  scene.publish();
  scene.begin(1000, 7);
  {
    const NoWriting trouble;
    EXPECT_THROW(scene.publish(), Error);
  }
  EXPECT_TRUE(scene.recorder->owes_rows());
  EXPECT_EQ(first_line(scene.rows()), "backup.service: waiting (has not run yet)");
  scene.publish();
  EXPECT_FALSE(scene.recorder->owes_rows());
  EXPECT_EQ(first_line(scene.rows()), "backup.service: running since +1000");
}

TEST(RecorderTrouble, OnAFullDiskKeepsGoingAndWritesWhenThereIsRoom) {
  const Directory directory;
  const SmallDisk disk(directory.path() / "disk");
  if (!disk.works()) GTEST_SKIP() << "needs root to mount a file system";
  RecorderScene scene(directory.path() / "disk");
  scene.list_all();
  scene.commit("s=0");
  disk.fill();
  std::string expected;
  bool refused = false;
  for (std::uint8_t n = 1; n <= 100; ++n) {
    scene.begin(n * 1000, n);
    scene.end(n * 1000, n);
    try {
      scene.commit("s=" + std::to_string(n));
    } catch (const NoRoom&) {
      refused = true;
    }
    const std::string second = std::to_string(n);
    expected += "backup.service #" + second + " succeeded +" + second + "000..+" + second +
                "100 success exit 0, timer backup.timer +" + std::to_string(n * 1000 - 10) +
                ", due +0, both\n";
  }
  EXPECT_TRUE(refused);
  EXPECT_TRUE(scene.recorder->owes_runs());
  disk.make_room();
  scene.commit("s=100");
  EXPECT_EQ(scene.records(), expected);
  EXPECT_EQ(scene.recorder->journal_cursor(), "s=100");
}

TEST(RecorderTrouble, AStatusFileThatIsGoneIsWrittenWhole) {
  RecorderScene scene;
  scene.list_all();
  scene.publish();
  EXPECT_FALSE(scene.recorder->owes_rows());
  scene.recorder->owe_all_rows();
  EXPECT_TRUE(scene.recorder->owes_rows());
  scene.publish();
  EXPECT_EQ(first_line(scene.rows()), "backup.service: waiting (has not run yet)");
}

// ---- restarts

TEST(RecorderTrouble, AfterARestartTheSameEntriesMakeTheSameRecords) {
  RecorderScene scene;
  scene.list_all();
  scene.begin(1000, 7);
  scene.end(1000, 7);
  scene.begin(2000, 8);
  scene.end(2000, 8);
  scene.commit("s=1");
  EXPECT_EQ(scene.records(), first_run + second_run);
  for (int again = 0; again < 2; ++again) {
    scene.restart();
    EXPECT_EQ(scene.recorder->journal_cursor(), "s=1");
    scene.begin(1000, 7);
    scene.end(1000, 7);
    scene.begin(2000, 8);
    scene.end(2000, 8);
    scene.list({timer});
    scene.tell(RecorderScene::hourly(1990), 3000);
    scene.commit("s=1");
    EXPECT_EQ(scene.records(), first_run + second_run);
  }
}

TEST(RecorderTrouble, ARunThatEndedWhileTheWatcherWasDownEndsInItsRecord) {
  RecorderScene scene;
  scene.list_all();
  scene.begin(1000, 7);
  scene.commit("s=1");
  scene.restart();
  scene.journal(1100, JournalResult{Result::success}, 7);
  scene.journal(1101, JournalFinished{}, 7, 7);
  scene.list({timer});
  scene.tell(RecorderScene::hourly(990), 3000);
  EXPECT_EQ(scene.asked(), "timer backup.timer, backup.service");
  ServiceSeen seen;
  seen.unit = service;
  seen.loaded = true;
  seen.invocation = id(7);
  seen.began = at(1000);
  seen.ended = at(1100);
  seen.main_began = at(1000);
  seen.main_ended = at(1099);
  seen.result = Result::success;
  seen.exit_status = 0;
  seen.boot = id(1);
  scene.tell(seen, 3001);
  scene.commit("s=2");
  EXPECT_EQ(scene.records(), first_run);
}

TEST(RecorderTrouble, WhatWasNotCommittedIsReadAgainFromTheJournal) {
  RecorderScene scene;
  scene.list_all();
  scene.begin(1000, 7);
  scene.end(1000, 7);
  scene.commit("s=1");
  scene.begin(2000, 8);
  scene.end(2000, 8);
  scene.restart();
  scene.journal(2000, JournalStarting{}, 8, 8);
  scene.journal(2100, JournalResult{Result::success}, 8);
  scene.journal(2101, JournalFinished{}, 8, 8);
  scene.list({timer});
  scene.tell(RecorderScene::hourly(1990), 3000);
  scene.commit("s=2");
  EXPECT_EQ(scene.records(),
            first_run +
                "backup.service #8 succeeded +2000..+2100 success exit 0, timer backup.timer "
                "+1990, due +0, journal\n");
}

TEST(RecorderTrouble, AFiringThatTheLogHasUsedCausesNoOtherRun) {
  RecorderScene scene;
  scene.list_all();
  scene.begin(1000, 7);
  scene.end(1000, 7);
  scene.commit("s=1");
  scene.restart();
  scene.list({timer});
  scene.tell(RecorderScene::hourly(990), 1900);
  scene.tell(Queued{service, 8, at(1995)}, 1995);
  scene.journal(2000, JournalStarting{}, 8, 8);
  scene.commit();
  EXPECT_EQ(scene.records(), first_run + "backup.service #8 running +2000..?, manual, both\n");
}

TEST(RecorderTrouble, ARunOfAnEarlierBootWasInterrupted) {
  RecorderScene scene;
  scene.list_all();
  JournalEvent starting{service, id(7), 7, at(-9000), id(2), JournalStarting{}};
  scene.recorder->take(starting);
  scene.journal(-100, JournalStarting{}, 9, 9, "getty.service");
  scene.recorder->caught_up(at(0));
  scene.commit();
  EXPECT_EQ(scene.records(),
            "backup.service #7 interrupted -9000..-9000 (the host went down while it was "
            "running), unknown, boot #2, journal\n");
}

// ---- retention

TEST(RecorderTrouble, PrunesWhatTheRetentionNoLongerKeeps) {
  RecorderScene scene;
  scene.list_all();
  scene.begin(1000, 7);
  scene.end(1000, 7);
  scene.begin(2000, 8);
  scene.end(2000, 8);
  scene.commit("s=1");
  EXPECT_EQ(scene.recorder->prune({std::nullopt, 2}, at(3000)), 0u);
  EXPECT_EQ(scene.recorder->prune({std::nullopt, 1}, at(3000)), 1u);
  EXPECT_EQ(scene.records(), second_run);
  EXPECT_EQ(scene.recorder->prune({Duration(std::chrono::hours(1)), std::nullopt}, at(3'603'000)),
            1u);
  EXPECT_EQ(scene.records(), "");
}

}  // namespace
}  // namespace sa::test
