#include "unitgen/cmd_watch.h"

#include "core/error.h"
#include "unitgen/because.h"
#include "unitgen/exit_code.h"
#include "unitgen/watch/apply_times.h"
#include "unitgen/watch/child.h"
#include "unitgen/watch/folder_watch.h"
#include "unitgen/watch/supervisor.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <memory>
#include <ostream>

#include <poll.h>
#include <sys/signalfd.h>

namespace sa {
namespace {

using Time = ApplyTimes::Time;
constexpr auto longest_apply = std::chrono::minutes(10);

Time steady_now() {
  return std::chrono::steady_clock::now();
}

// The signals that the loop reads instead of being interrupted by them.
Fd blocked_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGCHLD}) sigaddset(&signals, signal);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  Fd fd(signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC));
  if (!fd) throw Error("cannot wait for signals" + because());
  return fd;
}

class Watch {
 public:
  Watch(const WatchOptions& options, std::ostream& err)
      : options_(options), err_(err), signals_(blocked_signals()), folders_(options.config) {}

  void run() {
    times_.asked(steady_now());
    while (!is_over_) {
      look_at_child(steady_now());
      begin_apply(steady_now());
      beat(steady_now());
      wait();
    }
    supervisor_.stopping();
  }

 private:
  void begin_apply(Time now) {
    const auto due = times_.due();
    if (child_ || !due || now < *due) return;
    if (folders_.take_changes()) times_.changed(now);
    if (times_.due() > now) return;
    folders_.look_again();
    folders_.take_changes();
    times_.began(now);
    child_ = std::make_unique<Child>(options_.apply);
    killed_at_ = now + longest_apply;
  }

  void look_at_child(Time now) {
    if (!child_) return;
    const auto code = child_->exit_code();
    if (!code && now >= killed_at_) {
      err_ << "sa-unitgen: an apply took too long and is ended" << std::endl;
      child_->kill();
      killed_at_ = now + longest_apply;
    }
    if (!code) return;
    child_.reset();
    const bool is_failed = *code != exit_done && *code != exit_problems;
    times_.ended(now, is_failed);
    tell(*code, is_failed);
  }

  void tell(int code, bool is_failed) {
    std::string status = code == exit_done ? "all job files are applied"
                                           : "some job files have problems: sa-unitgen check";
    if (is_failed) status = "the last apply failed, it is tried again: sa-unitgen apply";
    is_ready_ ? supervisor_.status(status) : supervisor_.ready(status);
    is_ready_ = true;
  }

  void beat(Time now) {
    if (!supervisor_.pulse() || now < next_beat_) return;
    supervisor_.alive();
    next_beat_ = now + *supervisor_.pulse();
  }

  // Changes are not listened to while an apply is due anyway, however many there are.
  void wait() {
    std::array<pollfd, 2> wanted{{{signals_.get(), POLLIN, 0}, {folders_.fd(), POLLIN, 0}}};
    poll(wanted.data(), times_.is_waiting() ? 1 : 2, timeout(steady_now()));
    if (wanted[0].revents != 0) read_signals();
    if (wanted[1].revents != 0 && folders_.take_changes()) times_.changed(steady_now());
  }

  // Milliseconds until there is something to do; -1: nothing but what comes.
  int timeout(Time now) const {
    std::optional<Time> next = child_ ? killed_at_ : times_.due();
    if (supervisor_.pulse()) next = std::min(next.value_or(next_beat_), next_beat_);
    if (!next) return -1;
    const auto span = std::chrono::ceil<std::chrono::milliseconds>(*next - now);
    return static_cast<int>(std::clamp<std::int64_t>(span.count(), 0, 3'600'000));
  }

  void read_signals() {
    signalfd_siginfo signal{};
    while (read(signals_.get(), &signal, sizeof signal) == sizeof signal) {
      if (signal.ssi_signo == SIGTERM || signal.ssi_signo == SIGINT) is_over_ = true;
      if (signal.ssi_signo == SIGHUP) times_.asked(steady_now());
    }
  }

  const WatchOptions& options_;
  std::ostream& err_;
  Fd signals_;
  FolderWatch folders_;
  Supervisor supervisor_;
  ApplyTimes times_;
  std::unique_ptr<Child> child_;
  Time killed_at_{}, next_beat_{};
  bool is_ready_ = false, is_over_ = false;
};

}  // namespace

int cmd_watch(const WatchOptions& options, std::ostream& err) {
  Watch(options, err).run();
  return exit_done;
}

}  // namespace sa
