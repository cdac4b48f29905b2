// Flips random bytes of a store, and lets a child read all of it and another one write to it: each
// must end with 0 and what it read must be right, or with 3 and one line on stderr. Never by a
// signal, never later than a bound. Where a write ran over the heap, glibc may say so in a line of
// its own before ours. SA_FLIPS says how many (200), SA_FLIP_SEED where to begin.

#include "core/error.h"
#include "store/crash_guard.h"
#include "store/run_reader.h"
#include "store/run_writer.h"
#include "tests/store/samples.h"

#include <chrono>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sa {
namespace {

using test::at_second;
using test::bare_run;

constexpr int units = 12;
// Counted, not refused: the index of a unit is not checked as values are.
constexpr int runs_missing_in_index = 6;
constexpr auto bound = std::chrono::seconds(20);

sa::Run sample_run(std::uint64_t number) {
  sa::Run run = bare_run("unit-" + std::to_string(number % units) + ".service", number,
                         at_second(1795000000 + static_cast<std::int64_t>(number)));
  if (number % 10 == 0) run.reason = "main process exited with status 3";
  if (number % 100 == 7) run.state = State::running;
  run.trigger.unit = "unit-" + std::to_string(number % units) + ".timer";
  run.host = "host-1";
  run.boot = test::id_of(1, 2);
  return run;
}

void write_samples(const std::filesystem::path& store, std::uint64_t runs) {
  RunWriter writer(store);
  for (std::uint64_t i = 0; i < units; ++i) {
    UnitRecord unit = test::full_unit();
    unit.unit = sample_run(i).unit;
    writer.put_unit(unit);
  }
  for (std::uint64_t i = 0; i < runs; ++i) {
    writer.put(sample_run(i));
    if (i % 50 == 49) writer.commit();
  }
  writer.put_note("journal-cursor", "s=1");
  writer.commit();
}

// What is read is right, or an exception says that it is not: exit code 4 else.
void expect_right(const sa::Run& run) {
  const auto number =
      std::chrono::duration_cast<std::chrono::seconds>(run.at.time_since_epoch()).count() -
      1795000000;
  if (run != sample_run(static_cast<std::uint64_t>(number))) ::_exit(4);
}

void read_all(const std::filesystem::path& store) {
  const RunReader reader(store);
  std::uint64_t runs = 0;
  const auto check = [&](const sa::Run& run) {
    expect_right(run);
    ++runs;
    return Visit::go_on;
  };
  const auto units_read = reader.units();
  reader.visit_runs({}, Order::oldest_first, check);
  reader.visit_runs({}, Order::newest_first, check);
  if (runs != 2000) ::_exit(5);
  for (const auto& unit : units_read) {
    reader.visit_runs_of(unit.unit, {}, Order::newest_first, check);
    reader.visit_runs_of(unit.unit, {}, Order::oldest_first, check);
  }
  if (runs != 4000) ::_exit(runs_missing_in_index);
  for (const char* hex : {"0", "7a", "fedc"})
    for (const auto& run : reader.runs_with_invocation(hex, 100)) expect_right(run);
}

void read_and_write(const std::filesystem::path& store) {
  RunWriter writer(store);
  writer.units();
  writer.note("journal-cursor");
  for (auto& run : writer.open_runs()) {
    expect_right(run);
    run.state = State::succeeded;
    writer.put(run);
  }
  writer.commit();
  for (std::uint64_t group = 0; group < 5; ++group) {
    for (std::uint64_t i = 0; i < 40; ++i) writer.put(sample_run(5000 + group * 40 + i));
    writer.put_note("journal-cursor", "s=2");
    writer.commit();
    writer.prune({.age = std::nullopt, .runs = 500}, at_second(1795000000), 100);
    writer.commit();
  }
}

struct Outcome {
  int status = 0;  // of waitpid
  bool hung = false;
  std::string output;
};

template <typename Act>
[[noreturn]] void be_child(const std::filesystem::path& store, int output, const Act& act) {
  ::dup2(output, STDERR_FILENO);
  const CrashGuard guard("child", store);
  try {
    act(store);
  } catch (const Error& error) {
    const std::string line = std::string("child: ") + error.what() + "\n";
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
    ::_exit(3);
  }
  ::_exit(0);
}

// False: nothing came before the deadline.
bool read_some(int from, std::chrono::steady_clock::time_point deadline, std::string& output,
               bool& ended) {
  pollfd fd{from, POLLIN, 0};
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      deadline - std::chrono::steady_clock::now());
  if (left.count() <= 0 || ::poll(&fd, 1, static_cast<int>(left.count())) <= 0) return false;
  char buffer[4096];
  const ssize_t count = ::read(from, buffer, sizeof buffer);
  ended = count <= 0;
  if (count > 0) output.append(buffer, static_cast<std::size_t>(count));
  return true;
}

template <typename Act>
Outcome outcome_of(const std::filesystem::path& store, const Act& act) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  const pid_t child = ::fork();
  if (child == 0) be_child(store, ends[1], act);
  ::close(ends[1]);
  Outcome outcome;
  const auto deadline = std::chrono::steady_clock::now() + bound;
  for (bool ended = false; !ended && !outcome.hung;)
    outcome.hung = !read_some(ends[0], deadline, outcome.output, ended);
  if (outcome.hung) ::kill(child, SIGKILL);
  ::waitpid(child, &outcome.status, 0);
  ::close(ends[0]);
  return outcome;
}

std::string without_heap_line(const std::string& output) {
  for (const std::string_view begin :
       {"malloc", "free", "realloc", "calloc", "corrupted", "double free", "munmap_chunk"})
    if (output.compare(0, begin.size(), begin) == 0) return output.substr(output.find('\n') + 1);
  return output;
}

bool is_allowed(const Outcome& outcome) {
  if (outcome.hung || !WIFEXITED(outcome.status)) return false;
  const int code = WEXITSTATUS(outcome.status);
  if (code == 0 || code == runs_missing_in_index) return outcome.output.empty();
  const auto line = without_heap_line(outcome.output);
  return code == 3 && line.compare(0, 7, "child: ") == 0 && line.find('\n') == line.size() - 1;
}

std::string told(const Outcome& outcome) {
  if (outcome.hung) return "hung; " + outcome.output;
  if (WIFSIGNALED(outcome.status))
    return "signal " + std::to_string(WTERMSIG(outcome.status)) + "; " + outcome.output;
  return "exit " + std::to_string(WEXITSTATUS(outcome.status)) + "; " + outcome.output;
}

int number_from(const char* variable, int otherwise) {
  const char* text = std::getenv(variable);
  return text != nullptr ? std::atoi(text) : otherwise;
}

// The kind of an ending, for the summary.
std::string kind_of(const Outcome& outcome) {
  if (!WIFEXITED(outcome.status) || WEXITSTATUS(outcome.status) == 0) return "read right";
  if (WEXITSTATUS(outcome.status) == runs_missing_in_index) return "runs missing in an index";
  const auto crash = outcome.output.find("(SIG");
  if (crash == std::string::npos) return "refused";
  return outcome.output.substr(crash + 1, outcome.output.find(')', crash) - crash - 1) + " caught";
}

TEST(Flip, NeverGivesABareCrashAHangOrAWrongRun) {
  const test::Directory directory;
  const auto store = directory.store();
  write_samples(store, 1000);
  const auto whole = test::contents_of(store / "data.mdb");
  const int seed = number_from("SA_FLIP_SEED", 1);
  std::map<std::string, int> kinds;
  for (int flip = 0; flip < number_from("SA_FLIPS", 200); ++flip) {
    std::mt19937_64 random(static_cast<unsigned>(seed + flip));
    const std::size_t byte = random() % whole.size();
    const auto mask = static_cast<char>(1 + random() % 255);
    auto flipped = whole;
    flipped[byte] = static_cast<char>(flipped[byte] ^ mask);
    test::write_file(store / "data.mdb", flipped);
    const auto read = outcome_of(store, read_all);
    EXPECT_TRUE(is_allowed(read)) << "seed " << seed + flip << ": reader: " << told(read);
    const auto written = outcome_of(store, read_and_write);
    EXPECT_TRUE(is_allowed(written)) << "seed " << seed + flip << ": writer: " << told(written);
    ++kinds["reader: " + kind_of(read)];
    ++kinds["writer: " + kind_of(written)];
  }
  for (const auto& [kind, count] : kinds) std::cout << kind << ": " << count << "\n";
}

}  // namespace
}  // namespace sa
