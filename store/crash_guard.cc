#include "store/crash_guard.h"

#include <cstring>
#include <string>

#include <unistd.h>

namespace sa {
namespace {

constexpr std::size_t stack_size = 65536;
constexpr int could_not_look = 3;

// The one place for state that outlives its object: a signal handler is given nothing else.
struct Line {
  std::array<char, 1024> begin;
  std::size_t begin_size;
};
Line line;  // NOLINT: see above

constexpr std::string_view end_of_line =
    "); move it away, the watcher starts a new one and takes in what the journal still knows\n";

void write_all(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

extern "C" void end_with_line(int signal) {
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
    default:
      write_all("SIGABRT");
      break;
  }
  write_all(end_of_line);
  ::_exit(could_not_look);
}

}  // namespace

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
  action.sa_flags = SA_ONSTACK;
  ::sigfillset(&action.sa_mask);
  for (std::size_t i = 0; i < signals.size(); ++i) ::sigaction(signals[i], &action, &before_[i]);
}

CrashGuard::~CrashGuard() {
  for (std::size_t i = 0; i < signals.size(); ++i) ::sigaction(signals[i], &before_[i], nullptr);
  ::sigaltstack(&stack_before_, nullptr);
}

}  // namespace sa
