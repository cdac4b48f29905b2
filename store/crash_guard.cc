#include "store/crash_guard.h"

#include <atomic>
#include <cstdint>
#include <cstring>
#include <string>

#include <sys/time.h>
#include <unistd.h>

namespace sa {
namespace {

constexpr std::size_t stack_size = 65536;
constexpr int could_not_look = 3;
constexpr int seconds_of_a_loop = 3;

// The one place for state that outlives its object: a signal handler is given nothing else.
struct Line {
  std::array<char, 1024> begin;
  std::size_t begin_size;
};
Line line;
std::atomic<std::uint64_t> calls;         // begun and ended: odd within a call
std::atomic<std::uint64_t> calls_before;  // at the last tick of the timer

constexpr std::string_view end_of_line =
    "); move it away, the watcher starts a new one and takes in what the journal still knows\n";

void write_all(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

// True at the first tick within a call, or where there is none.
bool goes_on() {
  const auto now = calls.load(std::memory_order_relaxed);
  return now % 2 == 0 || calls_before.exchange(now, std::memory_order_relaxed) != now;
}

extern "C" void end_with_line(int signal) {
  if (signal == SIGVTALRM && goes_on()) return;
  write_all({line.begin.data(), line.begin_size});
  switch (signal) {
    case SIGSEGV:
      write_all("SIGSEGV");
      break;
    case SIGBUS:
      write_all("SIGBUS");
      break;
    case SIGFPE:
      write_all("SIGFPE");
      break;
    case SIGVTALRM:
      write_all("an endless loop");
      break;
    default:
      write_all("SIGABRT");
      break;
  }
  write_all(end_of_line);
  ::_exit(could_not_look);
}

// Ticks whenever the process has computed that long.
void set_timer(int seconds) {
  itimerval timer{};
  timer.it_interval.tv_sec = seconds;
  timer.it_value.tv_sec = seconds;
  ::setitimer(ITIMER_VIRTUAL, &timer, nullptr);
}

}  // namespace

LmdbCall::LmdbCall() {
  calls.fetch_add(1, std::memory_order_relaxed);
}
LmdbCall::~LmdbCall() {
  calls.fetch_add(1, std::memory_order_relaxed);
}

CrashGuard::CrashGuard(std::string_view program, const std::filesystem::path& store)
    : stack_(std::make_unique<char[]>(stack_size)) {
  const std::string begin = std::string(program) + ": cannot read the store '" + store.string() +
                            "': its pages are damaged (";
  line.begin_size = begin.copy(line.begin.data(), line.begin.size());

  stack_t stack{};
  stack.ss_sp = stack_.get();
  stack.ss_size = stack_size;
  ::sigaltstack(&stack, &stack_before_);
  struct sigaction action {};
  action.sa_handler = end_with_line;
  action.sa_flags = SA_ONSTACK | SA_RESTART;
  ::sigfillset(&action.sa_mask);
  for (std::size_t i = 0; i < signals.size(); ++i) ::sigaction(signals[i], &action, &before_[i]);
  set_timer(seconds_of_a_loop);
}

CrashGuard::~CrashGuard() {
  set_timer(0);
  for (std::size_t i = 0; i < signals.size(); ++i) ::sigaction(signals[i], &before_[i], nullptr);
  ::sigaltstack(&stack_before_, nullptr);
}

}  // namespace sa
