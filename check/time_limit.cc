#include "check/time_limit.h"

#include "core/error.h"
#include "core/time_span.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>

#include <poll.h>
#include <sys/time.h>
#include <unistd.h>

namespace sa {
namespace {

constexpr int unknown = 3;

// State outside of an object, as a signal handler is given nothing else.
std::array<char, 128> line;
std::size_t line_size = 0;

// Writing must not make it wait again.
extern "C" void end_with_line(int) {
  pollfd out{STDOUT_FILENO, POLLOUT, 0};
  if (::poll(&out, 1, 0) == 1 && ::write(STDOUT_FILENO, line.data(), line_size) < 0)
    ::_exit(unknown);
  ::_exit(unknown);
}

void set_alarm(Duration limit) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(limit);
  itimerval timer{};
  timer.it_value.tv_sec = whole.count();
  timer.it_value.tv_usec = (limit - whole).count();
  if (::setitimer(ITIMER_REAL, &timer, nullptr) != 0)
    throw Error("cannot set the alarm to " + time_span(limit) + ": " + std::strerror(errno));
}

void keep_line(Duration limit) {
  const std::string text = "SA_UNITS UNKNOWN - no answer within " + time_span(limit) + "\n";
  line_size = text.copy(line.data(), line.size());
}

}  // namespace

TimeLimit::TimeLimit(Duration limit) {
  keep_line(limit);
  struct sigaction action {};
  action.sa_handler = end_with_line;
  ::sigaction(SIGALRM, &action, nullptr);
  sigset_t alarm;
  sigemptyset(&alarm);
  sigaddset(&alarm, SIGALRM);
  ::sigprocmask(SIG_UNBLOCK, &alarm, nullptr);
  set_alarm(limit);
}

TimeLimit::~TimeLimit() {
  const itimerval never{};
  ::setitimer(ITIMER_REAL, &never, nullptr);
}

void TimeLimit::set(Duration limit) {
  set_alarm(Duration(0));
  keep_line(limit);
  set_alarm(limit);
}

bool TimeLimit::tell(std::string_view text) {
  pollfd out{STDOUT_FILENO, POLLOUT, 0};
  ::poll(&out, 1, -1);
  set_alarm(Duration(0));
  while (!text.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace sa
