#include "core/error.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "tests/store/samples.h"

#include <cstdlib>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sa {
namespace {

using test::at_second;
using test::bare_run;
using test::Directory;

void put_runs(RunWriter& writer, std::uint64_t from, std::uint64_t to) {
  for (std::uint64_t i = from; i < to; ++i)
    writer.put(bare_run("unit-" + std::to_string(i % 10) + ".service", i,
                        at_second(1795000000 + static_cast<std::int64_t>(i))));
  writer.commit();
}

std::size_t runs_in(const std::filesystem::path& store) {
  std::size_t count = 0;
  RunReader(store).visit_runs({}, Order::oldest_first, [&](const sa::Run&) {
    ++count;
    return Visit::go_on;
  });
  return count;
}

template <typename Exception>
std::string reading(const std::filesystem::path& store) {
  return test::message_of<Exception>([&] { RunReader reader(store); });
}
template <typename Exception>
std::string writing(const std::filesystem::path& store) {
  return test::message_of<Exception>([&] { RunWriter writer(store); });
}

unsigned mode_of(const std::filesystem::path& file) {
  struct stat facts {};
  return ::stat(file.c_str(), &facts) == 0 ? facts.st_mode & 07777U : 0U;
}

// Runs `act` in a child as a user without privilege; true when it returned true.
template <typename Act>
bool as_nobody(const Act& act) {
  const pid_t child = ::fork();
  if (child == 0) {
    bool done = ::setgid(65534) == 0 && ::setuid(65534) == 0;
    try {
      done = done && act();
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s\n", error.what());
      done = false;
    }
    ::_exit(done ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return status == 0;
}

TEST(BadStore, IsMadeWithItsModesWhateverTheUmask) {
  Directory directory;
  for (const mode_t mask : {0077, 0000}) {
    const auto store = directory.path() / std::to_string(mask);
    const auto before = ::umask(mask);
    RunWriter writer(store);
    ::umask(before);
    EXPECT_EQ(mode_of(store), 0750U);
    EXPECT_EQ(mode_of(store / "data.mdb"), 0640U);
    EXPECT_EQ(mode_of(store / "lock.mdb"), 0660U);
  }
}

TEST(BadStore, IsNotThere) {
  EXPECT_EQ(reading<Error>("/nowhere/store"),
            "cannot read the store '/nowhere/store': No such file or directory (no watcher has "
            "written there)");
  EXPECT_EQ(writing<Error>("/nowhere/store"),
            "cannot make the store '/nowhere/store': No such file or directory");
}

TEST(BadStore, IsAFile) {
  Directory directory;
  test::write_file(directory.store(), "x");
  EXPECT_EQ(reading<Error>(directory.store()),
            "cannot read the store '" + directory.store().string() + "': Not a directory");
  EXPECT_EQ(writing<Error>(directory.store()), "cannot write the store '" +
                                                   directory.store().string() +
                                                   "': cannot open data.mdb: Not a directory");
}

TEST(BadStore, IsEmptyForAReaderAndFilledByAWriter) {
  Directory directory;
  std::filesystem::create_directory(directory.store());
  test::write_file(directory.store() / "data.mdb", "");
  EXPECT_EQ(reading<Error>(directory.store()),
            "cannot read the store '" + directory.store().string() +
                "': it is empty, no watcher has written to it yet");
  { RunWriter writer(directory.store()); }
  EXPECT_EQ(runs_in(directory.store()), 0U);
}

TEST(BadStore, IsNotLmdbAndStaysAsItIs) {
  Directory directory;
  std::filesystem::create_directory(directory.store());
  const std::string text(20000, 'x');
  test::write_file(directory.store() / "data.mdb", text);
  const std::string cause =
      " the store '" + directory.store().string() + "': data.mdb is not a store of this program";
  EXPECT_EQ(reading<Damaged>(directory.store()), "cannot read" + cause);
  EXPECT_EQ(writing<Damaged>(directory.store()), "cannot write" + cause);
  EXPECT_EQ(test::contents_of(directory.store() / "data.mdb"), text);
}

TEST(BadStore, IsCutShortAtAnyPage) {
  Directory directory;
  {
    RunWriter writer(directory.store());
    put_runs(writer, 0, 2000);
  }
  const auto file = directory.store() / "data.mdb";
  const auto whole = test::contents_of(file);
  ASSERT_GT(whole.size(), 300000U);
  for (std::size_t size = 1; size < whole.size(); size += size < 8192 ? 511 : 5 * 4096) {
    test::write_file(file, whole.substr(0, size));
    EXPECT_NE(reading<Damaged>(directory.store()).find("cut short"), std::string::npos) << size;
    EXPECT_NE(writing<Damaged>(directory.store()).find("cut short"), std::string::npos) << size;
  }
  test::write_file(file, whole);
  EXPECT_EQ(runs_in(directory.store()), 2000U);
}

TEST(BadStore, HasOneWriterAtATime) {
  Directory directory;
  RunWriter writer(directory.store());
  EXPECT_EQ(
      writing<Error>(directory.store()),
      "cannot write the store '" + directory.store().string() + "': another watcher is writing it");
  put_runs(writer, 0, 10);
  EXPECT_EQ(runs_in(directory.store()), 10U);
}

TEST(BadStore, CannotBeReadByWhoIsNotInItsGroup) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root to become another user";
  Directory directory;
  ::chmod(directory.path().c_str(), 0755);
  RunWriter writer(directory.store());
  const auto store = directory.store();
  EXPECT_TRUE(as_nobody([&] {
    return reading<Error>(store) == "cannot read the store '" + store.string() +
                                        "': Permission denied (its group may read it)";
  }));
  ::chmod(store.c_str(), 0755);
  ::chmod((store / "data.mdb").c_str(), 0644);
  EXPECT_TRUE(as_nobody([&] {
    return reading<Error>(store) == "cannot read the store '" + store.string() +
                                        "': lock.mdb: Permission denied (its group may write it)";
  }));
  EXPECT_TRUE(as_nobody([&] {
    return writing<Error>(store) == "cannot write the store '" + store.string() +
                                        "': cannot open data.mdb: Permission denied";
  }));
}

TEST(BadStore, IsReadAsACopyThatMayNotBeWritten) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root to become another user";
  Directory directory;
  ::chmod(directory.path().c_str(), 0755);
  {
    RunWriter writer(directory.store());
    put_runs(writer, 0, 100);
  }
  const auto copy = directory.path() / "copy";
  std::filesystem::create_directory(copy);
  std::filesystem::copy_file(directory.store() / "data.mdb", copy / "data.mdb");
  ::chmod(copy.c_str(), 0555);
  ::chmod((copy / "data.mdb").c_str(), 0444);
  EXPECT_TRUE(as_nobody([&] { return runs_in(copy) == 100; }));
  EXPECT_FALSE(std::filesystem::exists(copy / "lock.mdb"));
}

// A file system of its own, as root.
class Mount {
 public:
  Mount(const std::filesystem::path& place, const char* options) : place_(place) {
    std::filesystem::create_directory(place);
    works_ = ::mount("tmpfs", place.c_str(), "tmpfs", 0, options) == 0;
  }
  ~Mount() {
    if (works_) ::umount2(place_.c_str(), MNT_DETACH);
  }
  Mount(const Mount&) = delete;
  Mount& operator=(const Mount&) = delete;
  bool works() const { return works_; }
  void make_read_only() const {
    ::mount("tmpfs", place_.c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr);
  }
  void resize(const char* options) const {
    ::mount("tmpfs", place_.c_str(), "tmpfs", MS_REMOUNT, options);
  }

 private:
  std::filesystem::path place_;
  bool works_ = false;
};

TEST(BadStore, IsReadOnAReadOnlyFileSystem) {
  Directory directory;
  const Mount disk(directory.path() / "disk", "size=4m");
  if (!disk.works()) GTEST_SKIP() << "needs root to mount a file system";
  const auto store = directory.path() / "disk" / "store";
  {
    RunWriter writer(store);
    put_runs(writer, 0, 100);
  }
  disk.make_read_only();
  EXPECT_EQ(runs_in(store), 100U);
}

// Puts groups until the disk is full; how many runs were committed before.
std::uint64_t fill(RunWriter& writer, std::string& message) {
  for (std::uint64_t runs = 0;; runs += 100) try {
      put_runs(writer, runs, runs + 100);
    } catch (const NoRoom& error) {
      message = error.what();
      return runs;
    }
}

TEST(BadStore, KeepsWhatItHasOnAFullDiskAndGoesOnWhenThereIsRoom) {
  Directory directory;
  const Mount disk(directory.path() / "disk", "size=1m");
  if (!disk.works()) GTEST_SKIP() << "needs root to mount a file system";
  const auto store = directory.path() / "disk" / "store";
  RunWriter writer(store);
  std::string message;
  const auto before = fill(writer, message);
  EXPECT_EQ(message, "cannot write the store '" + store.string() + "': No space left on device");
  EXPECT_GT(before, 1000U);
  EXPECT_EQ(writer.size(), before);
  EXPECT_EQ(runs_in(store), before);
  EXPECT_THROW(put_runs(writer, before, before + 100), NoRoom);

  disk.resize("size=4m");
  put_runs(writer, before, before + 100);
  EXPECT_EQ(runs_in(store), before + 100);
  EXPECT_EQ(writer.size(), before + 100);
}

TEST(BadStore, CannotBeMadeOnAFullDisk) {
  Directory directory;
  const Mount disk(directory.path() / "disk", "size=64k");
  if (!disk.works()) GTEST_SKIP() << "needs root to mount a file system";
  test::write_file(directory.path() / "disk" / "filler", std::string(65536, 'x'));
  EXPECT_EQ(writing<NoRoom>(directory.path() / "disk" / "store").substr(0, 12), "cannot write");
}

TEST(BadStore, GrowsItsMapAsItNeedsWhileReadersHoldTheOldOne) {
  Directory directory;
  RunWriter writer(directory.store(), 256 * 1024);
  const RunReader reader(directory.store());
  put_runs(writer, 0, 20000);
  std::size_t count = 0;
  reader.visit_runs({}, Order::newest_first, [&](const sa::Run&) {
    ++count;
    return Visit::go_on;
  });
  EXPECT_EQ(count, 20000U);
  put_runs(writer, 20000, 20100);
  EXPECT_EQ(runs_in(directory.store()), 20100U);
}

}  // namespace
}  // namespace sa
