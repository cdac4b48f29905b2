#include "core/command_line.h"
#include "core/time_span.h"
#include "core/upstart_expectation.h"
#include "host/standard_streams.h"
#include "watcher/supervisor.h"
#include "watcher/watch.h"

#include <csignal>
#include <exception>
#include <iostream>

#include <CLI/CLI.hpp>
#include <signal.h>

namespace {

enum ExitCode : int { done = 0, wrong_usage = 2, could_not = 3 };

sa::WatchOptions usual_options() {
  sa::WatchOptions options;
  options.store = SA_STORE_DIR;
  options.status = SA_STATUS_FILE;
  options.config = SA_CONFIG_DIR;
  options.job_problems = SA_JOBS_STATE_DIR "/problems.json";
  options.expectations = std::string(SA_JOBS_STATE_DIR "/") + sa::upstart_expectations_name;
  options.pauses = SA_CONTROL_STATE_DIR "/paused";
  options.reader = SA_READ_PROGRAM;
  return options;
}

std::string age_problem(const std::string& text) {
  if (text == "infinity" || sa::parse_time_span(text)) return {};
  return "expected a time span such as 400d, or infinity, got '" + text + "'";
}

void add_options(CLI::App& app, sa::WatchOptions& options) {
  app.add_option("--store", options.store, "directory of the log")
      ->envname("SA_STORE")
      ->capture_default_str();
  app.add_option("--status", options.status, "file of the published verdicts")
      ->envname("SA_STATUS")
      ->capture_default_str();
  app.add_option("--bus", options.bus, "D-Bus of the init system: system, user or an address")
      ->capture_default_str();
  app.add_option("--source", options.source, "init system: auto, systemd or upstart")
      ->check(CLI::IsMember({"auto", "systemd", "upstart"}))
      ->capture_default_str();
  app.add_option("--journal", options.journal, "journal to read: auto, none or a directory")
      ->capture_default_str();
  app.add_option("--config", options.config, "where scriptactivity.yaml lies")
      ->envname("SA_CONFIG")
      ->capture_default_str();
  app.add_option("--retention", options.retention,
                 "drop runs older than this (default: as scriptactivity.yaml says, else 400d)")
      ->check(CLI::Validator(age_problem, "AGE"));
  app.add_option("--retention-runs", options.retention_runs, "keep at most this many runs")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--job-problems", options.job_problems, "file of the job files' problems")
      ->capture_default_str();
  app.add_option("--expectations", options.expectations, "folder of what the jobs of Upstart owe")
      ->capture_default_str();
  app.add_option("--pauses", options.pauses, "folder of the timers that are held")
      ->capture_default_str();
  app.set_version_flag("--version", std::string("sa-watcher ") + SA_VERSION);
}

void block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

}  // namespace

int main(int argc, char** argv) {
  sa::occupy_standard_streams();
  auto options = usual_options();
  CLI::App app("Records every run of this host's timers.", "sa-watcher");
  add_options(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const auto answer = sa::answer_to(app, error);
    std::cout << answer.out;
    std::cerr << answer.err;
    return answer.err.empty() ? done : wrong_usage;
  }
  block_signals();
  try {
    sa::watch(options);
  } catch (const std::exception& error) {
    sa::say(sa::Level::error, error.what());
    return could_not;
  }
  return done;
}
