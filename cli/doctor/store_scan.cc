#include "cli/doctor/store_scan.h"

#include "core/error.h"
#include "store/crash_guard.h"
#include "store/newer_store.h"
#include "store/run_reader.h"

#include <cerrno>
#include <string_view>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sa {
namespace {

using StoreState = StoreFacts::State;

// How the process ends; any other way is a crash.
enum Ending : int { ends_sound = 0, ends_absent = 10, ends_newer = 11, ends_damaged = 12 };

std::uint64_t runs_of(const RunReader& log) {
  std::uint64_t runs = 0;
  log.visit_runs({}, Order::oldest_first, [&](const Run&) {
    ++runs;
    return Visit::go_on;
  });
  for (const UnitRecord& record : log.units()) {
    log.visit_runs_of(record.unit, {}, Order::newest_first,
                      [](const Run&) { return Visit::go_on; });
    log.slots_of(record.unit, {});
  }
  return runs;
}

void tell(int fd, const std::string& text) {
  std::string_view rest = text;
  while (!rest.empty()) {
    const ssize_t written = write(fd, rest.data(), rest.size());
    if (written <= 0) return;
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

Ending scan(const std::filesystem::path& directory, int fd) {
  try {
    const RunReader log(directory);
    tell(fd, std::to_string(runs_of(log)));
    return ends_sound;
  } catch (const NewerStore& error) {
    tell(fd, error.what());
    return ends_newer;
  } catch (const std::exception& error) {
    tell(fd, error.what());
    std::error_code ignored;
    return std::filesystem::exists(directory / "data.mdb", ignored) ? ends_damaged : ends_absent;
  }
}

// What the guard says of a crash goes the same way as the answer.
[[noreturn]] void scan_and_end(const std::filesystem::path& directory, int fd) {
  dup2(fd, STDERR_FILENO);
  const CrashGuard guard("sa", directory);
  _exit(scan(directory, fd));
}

std::string read_to_end(int fd) {
  std::string text;
  char buffer[4096];
  for (;;) {
    const ssize_t size = read(fd, buffer, sizeof buffer);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return text;
    text.append(buffer, static_cast<std::size_t>(size));
  }
}

StoreState state_of(int status) {
  if (!WIFEXITED(status)) return StoreState::damaged;
  switch (WEXITSTATUS(status)) {
    case ends_sound:
      return StoreState::sound;
    case ends_absent:
      return StoreState::absent;
    case ends_newer:
      return StoreState::newer;
    default:
      return StoreState::damaged;
  }
}

}  // namespace

StoreFacts scanned_store(const std::filesystem::path& directory) {
  StoreFacts facts;
  facts.path = directory;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return facts;
  const pid_t child = fork();
  if (child == 0) scan_and_end(directory, ends[1]);
  close(ends[1]);
  facts.failure = read_to_end(ends[0]);
  close(ends[0]);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  facts.state = state_of(status);
  if (facts.state == StoreState::sound) {
    facts.runs = std::stoull(facts.failure);
    facts.failure.clear();
  }
  while (facts.failure.ends_with('\n')) facts.failure.pop_back();
  return facts;
}

}  // namespace sa
