#include "unitgen/config/source_file.h"

#include "tests/unitgen/scratch_folder.h"
#include "unitgen/fd.h"

#include <atomic>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

namespace sa {
namespace {

class SourceFileTest : public testing::Test {
 protected:
  std::string problem(const std::string& name, const WriterRule& rule = own_rule()) const {
    const Fd fd(open(folder.path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    return read_source(fd.get(), name, rule).problem.value_or("none");
  }

  std::string problem_of_mode(mode_t mode) const {
    folder.write("x", "text");
    chmod((folder / "x").c_str(), mode);
    return problem("x");
  }

  test::ScratchFolder folder;
};

TEST_F(SourceFileTest, IsReadWhole) {
  const std::string text(999'999, 'x');
  folder.write("x", text);
  const Fd fd(open(folder.path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  const SourceFile file = read_source(fd.get(), "x", own_rule());
  EXPECT_EQ(file.problem, std::nullopt);
  EXPECT_EQ(file.text, text);
  EXPECT_EQ(file.stamp, stamp_at(fd.get(), "x"));
}

TEST_F(SourceFileTest, IsARegularFile) {
  mkfifo((folder / "fifo").c_str(), 0644);
  mkdir((folder / "dir").c_str(), 0755);
  folder.write("file", "text");
  std::filesystem::create_symlink("file", folder / "link");
  std::filesystem::create_symlink("/dev/zero", folder / "zero");
  EXPECT_EQ(problem("fifo"), "expected a regular file, got a FIFO");
  EXPECT_EQ(problem("dir"), "expected a regular file, got a directory");
  EXPECT_EQ(problem("link"), "expected a regular file, got a symbolic link");
  EXPECT_EQ(problem("zero"), "expected a regular file, got a symbolic link");
  EXPECT_EQ(problem("none"), "cannot be opened: No such file or directory");
}

TEST_F(SourceFileTest, IsNoSocket) {
  const Fd fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = folder / "s";
  ASSERT_LT(path.size(), sizeof address.sun_path);
  path.copy(address.sun_path, path.size());
  ASSERT_EQ(bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(problem("s"), "expected a regular file, got a socket");
}

TEST_F(SourceFileTest, NeverLeavesItsFolder) {
  folder.write("in/file", "text");
  std::filesystem::create_symlink("in", folder / "out");
  EXPECT_EQ(problem("in/file"), "none");
  EXPECT_NE(problem("out/file"), "none");
  EXPECT_NE(problem("../" + std::filesystem::path(folder.path()).filename().string() + "/in/file"),
            "none");
  EXPECT_NE(problem("/etc/passwd"), "none");
}

TEST_F(SourceFileTest, HoldsAtMostAMegabyteHoweverSparse) {
  folder.write("x", "");
  ASSERT_EQ(truncate((folder / "x").c_str(), 1LL << 40), 0);
  EXPECT_EQ(problem("x"), "expected at most 1 MB, got 1099511627776 bytes");
}

TEST_F(SourceFileTest, CanBeWrittenByItsOwnerOnly) {
  EXPECT_EQ(problem_of_mode(0644), "none");
  EXPECT_EQ(problem_of_mode(0666), "expected that others cannot write it, got mode 0666");
  if (geteuid() != 0) return;
  ASSERT_EQ(chown((folder / "x").c_str(), 0, 1), 0);
  EXPECT_EQ(problem_of_mode(0664),
            "expected that its group cannot write it, got mode 0664 and group 1");
  ASSERT_EQ(chown((folder / "x").c_str(), 1, 0), 0);
  EXPECT_EQ(problem_of_mode(0644), "expected an owner who may write it, got user 1");
}

TEST_F(SourceFileTest, OfATeamHasOneNameAndCanBeReadByIt) {
  WriterRule rule;
  rule.readable = [](const struct stat& found) { return (found.st_mode & S_IROTH) != 0; };
  folder.write("x", "text");
  EXPECT_EQ(problem("x", rule), "none");
  chmod((folder / "x").c_str(), 0640);
  EXPECT_EQ(problem("x", rule), "expected a file that the team can read, got mode 0640");
  chmod((folder / "x").c_str(), 0644);
  std::filesystem::create_hard_link(folder / "x", folder / "y");
  EXPECT_EQ(problem("x", rule), "expected a file with one name, got 2 hard links");
}

// A lease would keep an open() waiting for 45 seconds.
TEST_F(SourceFileTest, IsNotWaitedForWhereSomebodyHoldsALease) {
  folder.write("x", "text");
  const Fd holder(open((folder / "x").c_str(), O_WRONLY | O_CLOEXEC));
  signal(SIGIO, SIG_IGN);
  ASSERT_EQ(fcntl(holder.get(), F_SETLEASE, F_WRLCK), 0);
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(problem("x"), "expected a file that nobody holds a lease on");
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));
}

// What is judged is what is read, however fast another file takes the name.
TEST_F(SourceFileTest, IsTheOneThatWasJudgedWhileNamesChange) {
  folder.write("good", "good");
  folder.write("bad", "bad");
  chmod((folder / "bad").c_str(), 0666);
  std::atomic<bool> is_over = false;
  std::thread other([&] {
    while (!is_over) {
      for (const char* name : {"good", "bad"}) {
        std::filesystem::create_hard_link(folder / name, folder / "new");
        std::filesystem::rename(folder / "new", folder / "x");
      }
      unlink((folder / "x").c_str());
      std::filesystem::create_symlink("good", folder / "x");
    }
  });
  const Fd fd(open(folder.path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  int good = 0;
  for (int tries = 0; tries < 20'000; ++tries) {
    const SourceFile file = read_source(fd.get(), "x", own_rule());
    EXPECT_EQ(file.text, file.problem ? "" : "good");
    good += file.problem ? 0 : 1;
  }
  is_over = true;
  other.join();
  EXPECT_GT(good, 0);
}

}  // namespace
}  // namespace sa
