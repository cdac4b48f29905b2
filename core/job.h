#pragma once

#include "core/schedule.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sa {

// A program and its arguments, as execve(2) takes them: nothing in them is special any more.
using Command = std::vector<std::string>;

enum class RespawnOn { failure, always };
enum class IoClass { realtime, best_effort, idle };
enum class OnFatal { nothing, pause };

// How often a job that ended is started again by itself. Counts as Upstart's `respawn limit` does:
// `limit` respawns within `interval`, the first start not counted.
struct Respawn {
  std::optional<std::uint32_t> limit = 10;  // nullopt: unlimited
  Duration interval = std::chrono::seconds(5);
  Duration delay = std::chrono::milliseconds(100);
  RespawnOn on = RespawnOn::failure;
  friend bool operator==(const Respawn&, const Respawn&) = default;
};

// One line that root asked for in so many words.
struct UnitDirective {
  std::string section;  // "Unit", "Service" or "Timer"
  std::string name;
  std::string value;  // systemd's syntax, unescaped; no line break, no backslash at the end
  friend bool operator==(const UnitDirective&, const UnitDirective&) = default;
};

// What its owner wrote of one job, judged and complete: every value may be put into a unit. A
// value.
struct Job {
  std::string name;  // "garbo" of sa-garbo.service
  std::string team;  // "default": root's own
  std::string file;  // path of the job file, for the mark
  std::string description;

  std::vector<Command> commands;             // in order up to the first that fails; or:
  std::string script;                        // text for /bin/sh -eu; empty: commands
  std::vector<Command> slow_start_commands;  // of a second service, started by hand

  Schedule schedule;    // empty: by hand (or a daemon)
  bool daemon = false;  // `at-boot`
  Duration accuracy = std::chrono::seconds(1);
  std::optional<Duration> jitter;
  bool catch_up = false;
  bool disabled = false;  // no timer, and not started at boot
  bool starts_at_boot() const { return !disabled && (daemon || schedule.at_boot); }

  std::optional<Duration> timeout;
  std::optional<Duration> grace, deadline, min_runtime, max_runtime;
  std::uint32_t alert_after = 1;
  std::vector<std::string> notify, tags;  // no blanks in them; {"none"} notifies nobody

  std::string user, group;  // names; empty: root, and the user's own group
  std::string directory;    // absolute; empty: /
  std::optional<std::uint32_t> umask;
  std::vector<std::pair<std::string, std::string>> environment;
  std::vector<std::string> environment_files;  // absolute

  std::optional<int> nice;  // -20 to 19
  std::optional<IoClass> io_class;
  std::optional<std::uint32_t> cpu_quota;   // percent of one CPU, 1 and more
  std::optional<std::uint64_t> memory_max;  // bytes
  std::optional<std::uint64_t> tasks_max;

  std::optional<Respawn> respawn;
  std::vector<std::string> success_exit_status, fatal_exit_status;  // "75", "SIGUSR1"
  OnFatal on_fatal = OnFatal::nothing;

  std::vector<std::string> after, required;   // units, full names
  std::optional<std::string> condition_path;  // absolute
  std::vector<UnitDirective> unit;
  friend bool operator==(const Job&, const Job&) = default;
};

}  // namespace sa
