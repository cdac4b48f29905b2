#include "cli/output.h"

#include "core/error.h"
#include "tests/cli/samples.h"

#include <csignal>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace sa {
namespace {

TEST(Output, GathersSmallWrites) {
  int writes = 0;
  Output out([&](std::string_view) { ++writes; });
  for (int i = 0; i < 1000; ++i) out.put("0123456789");
  EXPECT_EQ(writes, 0);
  out.flush();
  EXPECT_EQ(writes, 1);
}

TEST(Output, KeepsTheOrderOfPiecesOfAnySize) {
  std::string written, expected;
  Output out([&](std::string_view part) { written += part; });
  for (const std::size_t size : {1UL, 100'000UL, 100'000UL, 131'072UL, 131'073UL, 500'000UL, 2UL}) {
    const std::string piece(size, static_cast<char>('a' + expected.size() % 26));
    out.put(piece);
    expected += piece;
  }
  out.flush();
  EXPECT_EQ(written, expected);
}

TEST(Output, FullDiskIsAnErrorThatSaysSo) {
  const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
  ASSERT_GE(full, 0);
  try {
    fd_sink(full)("x");
    FAIL() << "nothing thrown";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "cannot write the output: No space left on device");
  }
  close(full);
}

TEST(Output, ReaderThatWentAwayIsNoError) {
  std::signal(SIGPIPE, SIG_IGN);
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  close(ends[0]);
  EXPECT_THROW(fd_sink(ends[1])("x"), OutputClosed);
  close(ends[1]);
}

TEST(Output, MessagesAreWrittenAtOnce) {
  samples::Caught err;
  say(err.output, "no unit 'x' is known");
  EXPECT_EQ(err.text, "sa: no unit 'x' is known\n");
}

}  // namespace
}  // namespace sa
