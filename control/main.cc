#include "control/commands.h"
#include "control/control_bus.h"
#include "control/host.h"
#include "core/command_line.h"
#include "core/error.h"
#include "host/names.h"
#include "host/wall_clock.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <iostream>
#include <optional>

#include <CLI/CLI.hpp>
#include <poll.h>

namespace {

using Clock = std::chrono::steady_clock;

enum ExitCode : int { done = 0, wrong_usage = 2, could_not = 3 };

struct Options {
  std::string state = SA_CONTROL_STATE_DIR;
  std::string teams = SA_TEAMS_DIR;
  std::string notices = SA_NOTICES_DIR;
  std::string told = SA_TOLD_DIR;
  double idle = 30;  // seconds
};

// A call is never left half done by the signal that ends us: it comes only while we wait.
sigset_t hold_signals() {
  sigset_t held;
  sigset_t before;
  sigemptyset(&held);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&held, signal);
  sigprocmask(SIG_BLOCK, &held, &before);
  return before;
}

void wait_for_bus(const sa::ControlBus& bus, Clock::duration longest, const sigset_t& signals) {
  const auto data = bus.poll_data();
  auto time = std::chrono::duration_cast<std::chrono::nanoseconds>(longest);
  if (data.timeout) time = std::min<std::chrono::nanoseconds>(time, *data.timeout);
  const timespec timeout{time.count() / 1'000'000'000, time.count() % 1'000'000'000};
  pollfd fd{data.fd, data.events, 0};
  ppoll(&fd, 1, &timeout, &signals);
}

// Until no call has come for so long, and none waits for an answer.
void serve(sa::ControlBus& bus, Clock::duration idle, const sigset_t& signals) {
  auto calls = bus.calls();
  auto end = Clock::now() + idle;
  for (auto left = idle; left > Clock::duration::zero(); left = end - Clock::now()) {
    wait_for_bus(bus, left, signals);
    bus.process();
    if (bus.calls() == calls && bus.pending() == 0) continue;
    calls = bus.calls();
    end = Clock::now() + idle;
  }
}

void control(const Options& options) {
  const sigset_t signals = hold_signals();
  sa::ControlBus bus;
  sa::PauseDir pauses(options.state);
  sa::Commands commands({bus.systemd(), pauses, options.teams, sa::tell_journal});
  for (const auto& refusal : commands.finish(sa::wall_now()))
    std::cerr << "sa-control: " << refusal << ", ignoring\n";
  sa::Notifier notifier(bus.systemd(), {options.notices, options.told});
  bus.open(commands, notifier, sa::user_id("scriptactivity"));
  sa::tell_ready();
  const auto idle =
      std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(options.idle));
  serve(bus, idle, signals);
  sa::tell_stopping();
  bus.close();
  // What came before the name was given up is still ours to answer.
  bus.process();
  while (bus.pending() > 0) {
    wait_for_bus(bus, idle, signals);
    bus.process();
  }
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Pauses timers and runs services for whom polkit lets.", "sa-control");
  app.add_option("--state", options.state, "directory of the pauses")->capture_default_str();
  app.add_option("--teams", options.teams, "directory of the team policies")->capture_default_str();
  app.add_option("--notices", options.notices, "directory of what people are told")
      ->capture_default_str();
  app.add_option("--told", options.told, "directory of who was told")->capture_default_str();
  app.add_option("--idle", options.idle, "ends after so many seconds without a call")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.set_version_flag("--version", std::string("sa-control ") + SA_VERSION);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const auto answer = sa::answer_to(app, error);
    std::cout << answer.out;
    std::cerr << answer.err;
    return answer.err.empty() ? done : wrong_usage;
  }
  try {
    control(options);
  } catch (const std::exception& error) {
    std::cerr << "sa-control: " << error.what() << '\n';
    return could_not;
  }
  return done;
}
