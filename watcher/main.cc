#include "core/error.h"
#include "core/time_span.h"
#include "store/crash_guard.h"
#include "watcher/event_loop.h"
#include "watcher/host.h"
#include "watcher/retention_setting.h"
#include "watcher/supervisor.h"

#include <iostream>

#include <CLI/CLI.hpp>
#include <signal.h>
#include <unistd.h>

namespace {

enum ExitCode : int { done = 0, wrong_usage = 2, could_not = 3 };

struct Options {
  std::string store = SA_STORE_DIR;
  std::string status = SA_STATUS_FILE;
  std::string bus = "system";
  std::string source = "auto";
  std::string journal = "auto";
  std::string config = SA_CONFIG_DIR;
  std::string retention;  // empty: as the settings say
  std::uint64_t retention_runs = 5'000'000;
  std::string job_problems = SA_JOBS_STATE_DIR "/problems.json";
  std::string pauses = SA_CONTROL_STATE_DIR "/paused";
};

std::string age_problem(const std::string& text) {
  if (text == "infinity" || sa::parse_time_span(text)) return {};
  return "expected a time span such as 400d, or infinity, got '" + text + "'";
}

void add_options(CLI::App& app, Options& options) {
  app.add_option("--store", options.store, "directory of the log")
      ->envname("SA_STORE")
      ->capture_default_str();
  app.add_option("--status", options.status, "file of the published verdicts")
      ->envname("SA_STATUS")
      ->capture_default_str();
  app.add_option("--bus", options.bus, "D-Bus of the service manager: system, user or an address")
      ->capture_default_str();
  app.add_option("--source", options.source, "service manager: auto or systemd")
      ->check(CLI::IsMember({"auto", "systemd"}))
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

std::optional<sa::Duration> kept_for(const Options& options, sa::TimeZones& zones) {
  if (!options.retention.empty()) return sa::parse_time_span(options.retention);
  try {
    return sa::retention_setting(options.config + "/scriptactivity.yaml", zones);
  } catch (const sa::Error& error) {
    sa::say(sa::Level::warning, std::string(error.what()) + ", ignoring");
    return sa::usual_retention;
  }
}

std::unique_ptr<sa::Journal> open_journal(const Options& options) {
  if (options.journal == "none") return nullptr;
  const auto directory = options.journal == "auto" ? std::string() : options.journal;
  const auto manager = options.bus == "user" ? sa::Manager::user : sa::Manager::system;
  return std::make_unique<sa::Journal>(directory, manager);
}

void watch(const Options& options) {
  auto journal = open_journal(options);
  const auto journal_boot = journal ? journal->newest_boot() : std::nullopt;
  const sa::Id128 boot = journal_boot ? *journal_boot : sa::boot_id();
  const auto connect = [&] { return std::make_unique<sa::SystemdBus>(options.bus, boot); };
  const sa::CrashGuard guard("sa-watcher", options.store);
  sa::RunWriter store(options.store);
  sa::StatusWriter status(options.status);
  sa::TimeZones zones(sa::local_zone_name());
  auto bus = connect();
  const auto heard = journal ? sa::RunTracker::Journal::heard : sa::RunTracker::Journal::none;
  sa::Recorder recorder({store, status, zones}, sa::host_name(), boot, heard);
  recorder.restore();
  const sa::Retention retention{kept_for(options, zones), options.retention_runs};
  sa::JobProblemsFile job_problems(options.job_problems);
  sa::PauseFolder pauses(options.pauses);
  sa::Desk desk(recorder, zones, options.config + "/teams.d");
  sa::EventLoop loop(
      {recorder, store, status, std::move(bus), std::move(journal), job_problems, pauses, desk},
      retention, connect);
  loop.run();
}

}  // namespace

int main(int argc, char** argv) {
  sa::occupy_standard_streams();
  Options options;
  CLI::App app("Records every run of this host's timers.", "sa-watcher");
  add_options(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& call) {
    return app.exit(call);
  } catch (const CLI::CallForVersion& call) {
    return app.exit(call);
  } catch (const CLI::ParseError& error) {
    std::cerr << "sa-watcher: " << error.what() << ", see 'sa-watcher --help'\n";
    return wrong_usage;
  }
  block_signals();
  try {
    watch(options);
  } catch (const std::exception& error) {
    sa::say(sa::Level::error, error.what());
    return could_not;
  }
  return done;
}
