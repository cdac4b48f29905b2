#include "check/time_limit.h"

#include "tests/cli/child.h"
#include "tests/store/samples.h"

#include <chrono>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sa {
namespace {

using namespace std::chrono_literals;
using samples::Ended;

TEST(TimeLimit, EndsInOneLine) {
  const Ended ended = samples::run_child({SA_PLUGIN, "-t", "0.000001"});
  EXPECT_EQ(ended.exit_code, 3);
  EXPECT_EQ(ended.out, "SA_UNITS UNKNOWN - no answer within 1us\n");
}

// A pipe that is full; reading it tells what was written besides.
class FullPipe {
 public:
  explicit FullPipe(const std::filesystem::path& path) : path_(path) {
    EXPECT_EQ(::mkfifo(path.c_str(), 0600), 0);
    ends_ = ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    const std::string block(4096, '.');
    for (ssize_t taken = 0; taken >= 0; filled_ += static_cast<std::size_t>(std::max(taken, 0L)))
      taken = ::write(ends_, block.data(), block.size());
  }
  ~FullPipe() { ::close(ends_); }
  FullPipe(const FullPipe&) = delete;
  FullPipe& operator=(const FullPipe&) = delete;

  const std::filesystem::path& path() const { return path_; }

  // What it holds besides the dots that filled it.
  std::string written() const {
    std::string all(filled_ + 4096, '\0');
    const ssize_t size = ::read(ends_, all.data(), all.size());
    all.resize(static_cast<std::size_t>(std::max(size, ssize_t{0})));
    return all.substr(std::min(all.find_first_not_of('.'), all.size()));
  }

 private:
  std::filesystem::path path_;
  int ends_ = -1;
  std::size_t filled_ = 0;
};

TEST(TimeLimit, EndsThoughNobodyReadsTheOutput) {
  const test::Directory directory;
  const FullPipe pipe(directory.path() / "out");
  const auto began = std::chrono::steady_clock::now();
  const Ended ended = samples::run_child({SA_PLUGIN, "-t", "300ms"}, {}, pipe.path());
  EXPECT_EQ(ended.exit_code, 3);
  EXPECT_GE(std::chrono::steady_clock::now() - began, 300ms);
  EXPECT_EQ(pipe.written(), "");
}

TEST(TimeLimit, IsOverWhenTheAnswerIsTold) {
  EXPECT_EXIT(
      {
        TimeLimit limit(50ms);
        const bool told = limit.tell("answer\n");
        ::usleep(100'000);
        ::_exit(told ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace sa
