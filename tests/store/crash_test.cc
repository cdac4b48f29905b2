// Writers that are killed and readers beside them, each in a process of its own.

#include "core/error.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "tests/store/samples.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <random>
#include <string>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sa {
namespace {

using test::at_second;
using test::bare_run;
using test::Directory;

constexpr std::uint64_t group = 10;

// Commit `n` ends the running run of commit n-1, begins one of its own, adds nine that have ended
// and notes n: a whole commit is told from a part of one.
void write_group(RunWriter& writer, std::uint64_t number) {
  const auto run = [](std::uint64_t i, State state) {
    auto made = bare_run("unit-" + std::to_string(i % 7) + ".service", i,
                         at_second(1795000000 + static_cast<std::int64_t>(i)));
    made.state = state;
    return made;
  };
  if (number > 0) writer.put(run((number - 1) * group, State::succeeded));
  writer.put(run(number * group, State::running));
  for (std::uint64_t i = 1; i < group; ++i) writer.put(run(number * group + i, State::succeeded));
  writer.put_note("group", std::to_string(number));
  writer.commit();
}

[[noreturn]] void write_for_ever(const std::filesystem::path& store) {
  RunWriter writer(store);
  const auto noted = writer.note("group");
  for (std::uint64_t number = noted ? std::stoull(*noted) + 1 : 0;; ++number)
    write_group(writer, number);
}

struct Seen {
  std::uint64_t runs = 0;
  std::uint64_t running = 0;
};

Seen seen_in(const RunReader& reader) {
  Seen seen;
  Instant before{};
  reader.visit_runs({}, Order::oldest_first, [&](const sa::Run& run) {
    EXPECT_LT(before, run.at);
    before = run.at;
    ++seen.runs;
    if (run.state == State::running) ++seen.running;
    return Visit::go_on;
  });
  return seen;
}

pid_t start_writer(const std::filesystem::path& store) {
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      write_for_ever(store);
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s\n", error.what());
      ::_exit(1);
    }
  }
  return child;
}

// True when it was the kill that ended it.
bool kill_writer(pid_t child) {
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

// How long a disk that may be busy takes for the first commit of a writer.
std::chrono::microseconds first_commit(const std::filesystem::path& store) {
  const auto began = std::chrono::steady_clock::now();
  RunWriter writer(store);
  write_group(writer, 0);
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() -
                                                               began);
}

TEST(Crash, LeavesWholeCommitsWhereverTheWriterWasKilled) {
  Directory directory, other;
  { RunWriter writer(directory.store()); }
  const auto took = static_cast<std::uint64_t>(first_commit(other.store()).count());
  const auto moments = std::max<std::uint64_t>(30000, took * 4);
  std::mt19937 random(1);
  std::uint64_t before = 0;
  for (int round = 0; round < 40; ++round) {
    const pid_t child = start_writer(directory.store());
    ::usleep(static_cast<useconds_t>(
        1000 + random() % moments));  // a random moment, not a wait for something
    ASSERT_TRUE(kill_writer(child)) << round;
    const auto seen = seen_in(RunReader(directory.store()));
    EXPECT_EQ(seen.runs % group, 0U) << round;
    EXPECT_EQ(seen.running, seen.runs == 0 ? 0U : 1U) << round;
    EXPECT_GE(seen.runs, before) << round;
    before = seen.runs;
    RunWriter writer(directory.store());
    EXPECT_EQ(writer.size(), seen.runs);
    if (seen.runs > 0) {
      EXPECT_EQ(writer.note("group"), std::to_string(seen.runs / group - 1));
      EXPECT_EQ(writer.open_runs().size(), 1U);
    }
  }
  EXPECT_GT(before, 100U);
}

TEST(Crash, LetsReadersReadWhileAWriterWrites) {
  Directory directory;
  { RunWriter writer(directory.store()); }
  const pid_t child = start_writer(directory.store());
  const RunReader reader(directory.store());
  std::uint64_t before = 0;
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (before < 3000 && std::chrono::steady_clock::now() < deadline) {
    const auto seen = seen_in(reader);
    EXPECT_GE(seen.runs, before);
    before = seen.runs;
  }
  EXPECT_TRUE(kill_writer(child));
  EXPECT_GE(before, 3000U);
  EXPECT_EQ(seen_in(reader).runs % group, 0U);
}

TEST(Crash, LeavesNoLockBehindAReaderThatWasKilled) {
  Directory directory;
  RunWriter writer(directory.store());
  write_group(writer, 0);
  for (int round = 0; round < 200; ++round) {
    const pid_t child = ::fork();
    if (child == 0) {
      const RunReader reader(directory.store());
      reader.visit_runs({}, Order::oldest_first, [](const sa::Run&) -> Visit {
        ::kill(::getpid(), SIGKILL);
        return Visit::stop;
      });
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
  }
  EXPECT_EQ(seen_in(RunReader(directory.store())).runs, group);
}

TEST(Crash, DoesNotGrowTheFileForAVisitorThatTakesItsTime) {
  Directory directory;
  RunWriter writer(directory.store());
  for (std::uint64_t number = 0; number < 20; ++number) write_group(writer, number);
  const auto size = std::filesystem::file_size(directory.store() / "data.mdb");
  const RunReader reader(directory.store());
  reader.visit_runs({}, Order::oldest_first, [&](const sa::Run&) {
    // Updates only: without a held view their pages come back.
    for (int i = 0; i < 500; ++i) write_group(writer, 19);
    return Visit::stop;
  });
  EXPECT_LT(std::filesystem::file_size(directory.store() / "data.mdb"), size + 400000);
}

}  // namespace
}  // namespace sa
