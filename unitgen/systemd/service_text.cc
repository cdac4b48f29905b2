#include "unitgen/systemd/service_text.h"

#include "core/ascii.h"
#include "core/time_span.h"
#include "unitgen/expectation_lines.h"
#include "unitgen/mark.h"
#include "unitgen/systemd/unit_lines.h"
#include "unitgen/systemd/unit_quoting.h"

#include <algorithm>
#include <cstdio>

namespace sa {
namespace {

constexpr std::string_view own_team = "default";

bool is_watched_by_systemd(const Job& job) {
  return job.condition_path && job.team == own_team && fits_a_line(*job.condition_path);
}

bool is_chained(const Job& job, const ServicePart& part) {
  return part.commands.size() > 1 && (job.timeout || job.daemon);
}

bool waits_for_its_target(const Job& job, const ServicePart& part) {
  return !part.wanted_by.empty() && !job.daemon;
}

std::vector<std::string> joined(std::vector<std::string> list,
                                const std::vector<std::string>& more) {
  list.insert(list.end(), more.begin(), more.end());
  return list;
}

void set_start_limit(UnitLines& unit, const Job& job) {
  if (!job.respawn || !job.respawn->limit) {
    unit.set("StartLimitIntervalSec", "0");
    return;
  }
  const std::uint64_t starts = std::uint64_t{*job.respawn->limit} + 1;
  unit.set("StartLimitIntervalSec", exact_time_span(job.respawn->interval));
  unit.set("StartLimitBurst", std::to_string(std::min<std::uint64_t>(starts, UINT32_MAX)));
}

void set_directives(UnitLines& unit, const Job& job, std::string_view section) {
  for (const auto& directive : job.unit)
    if (directive.section == section) unit.set(directive.name, directive.value);
}

void write_unit(UnitLines& unit, const Job& job, const ServicePart& part) {
  unit.section("Unit");
  if (!part.description.empty()) unit.set("Description", specifier_text(part.description));
  auto after = joined(job.required, job.after);
  if (waits_for_its_target(job, part)) after.emplace_back(part.wanted_by);
  unit.set("After", after).set("Requires", job.required);
  if (is_watched_by_systemd(job))
    unit.set("ConditionPathExists", specifier_text(*job.condition_path));
  set_start_limit(unit, job);
  set_directives(unit, job, "Unit");
}

void set_commands(UnitLines& unit, const Job& job, const ServicePart& part) {
  if (job.condition_path && !is_watched_by_systemd(job))
    unit.set("ExecCondition", command_text({"/usr/bin/test", "-e", *job.condition_path}));
  if (is_chained(job, part)) {
    unit.set("ExecStart", command_text(chained(part.commands, job.success_exit_status)));
    return;
  }
  for (const auto& command : part.commands) unit.set("ExecStart", command_text(command));
}

void set_time_limit(UnitLines& unit, const Job& job) {
  if (!job.timeout) return;
  unit.set(job.daemon ? "RuntimeMaxSec" : "TimeoutStartSec", exact_time_span(*job.timeout));
  unit.set("TimeoutStopSec", "10s");
}

void set_credentials(UnitLines& unit, const Job& job) {
  unit.set("User", job.user.empty() ? "root" : specifier_text(job.user));
  if (!job.group.empty()) unit.set("Group", specifier_text(job.group));
  unit.set("Slice", "sa-" + job.team + ".slice").set("SyslogIdentifier", job.name);
}

bool is_path_character(char c) {
  return is_digit(c) || is_letter(c) ||
         std::string_view("_./:@+-").find(c) != std::string_view::npos;
}

// Folders that are all absolute: systemd can look for programs in them, too.
bool is_search_path(std::string_view path) {
  for (std::size_t at = 0; at <= path.size(); at = path.find(':', at) + 1) {
    if (!path.substr(at).starts_with('/')) return false;
    if (path.find(':', at) == std::string_view::npos) break;
  }
  return std::ranges::all_of(path, is_path_character);
}

void set_environment(UnitLines& unit, const Job& job) {
  for (const auto& [name, value] : job.environment) {
    unit.set("Environment", word_text(name + "=" + value));
    if (name == "PATH" && is_search_path(value)) unit.set("ExecSearchPath", value);
  }
  for (const auto& file : job.environment_files) unit.set("EnvironmentFile", specifier_text(file));
}

std::string octal(std::uint32_t mode) {
  char text[8];
  std::snprintf(text, sizeof text, "%04o", mode & 07777U);
  return text;
}

std::string word_of(IoClass io_class) {
  switch (io_class) {
    case IoClass::realtime:
      return "realtime";
    case IoClass::best_effort:
      return "best-effort";
    case IoClass::idle:
      break;
  }
  return "idle";
}

void set_surroundings(UnitLines& unit, const Job& job) {
  if (!job.directory.empty()) unit.set("WorkingDirectory", directory_text(job.directory));
  if (job.umask) unit.set("UMask", octal(*job.umask));
  if (job.nice) unit.set("Nice", std::to_string(*job.nice));
  if (job.io_class) unit.set("IOSchedulingClass", word_of(*job.io_class));
  if (job.cpu_quota) unit.set("CPUQuota", std::to_string(*job.cpu_quota) + "%");
  if (job.memory_max) unit.set("MemoryMax", std::to_string(*job.memory_max));
  if (job.tasks_max) unit.set("TasksMax", std::to_string(*job.tasks_max));
}

// What systemd sees of a chained command that a signal ended is 128 and the signal's number.
std::vector<std::string> fatal_of(const Job& job, const ServicePart& part) {
  return is_chained(job, part) ? as_chained(job.fatal_exit_status) : job.fatal_exit_status;
}

void set_endings(UnitLines& unit, const Job& job, const ServicePart& part) {
  unit.set("SuccessExitStatus", job.success_exit_status);
  if (!job.respawn) return;
  const bool always = job.respawn->on == RespawnOn::always;
  unit.set("Restart", always ? "always" : "on-failure");
  unit.set("RestartSec", exact_time_span(job.respawn->delay));
  auto last = fatal_of(job, part);
  if (always) last = joined(last, job.success_exit_status);
  unit.set("RestartPreventExitStatus", last);
}

void write_service(UnitLines& unit, const Job& job, const ServicePart& part) {
  unit.section("Service").set("Type", job.daemon ? "exec" : "oneshot");
  set_commands(unit, job, part);
  set_time_limit(unit, job);
  set_credentials(unit, job);
  set_environment(unit, job);
  set_surroundings(unit, job);
  set_endings(unit, job, part);
  set_directives(unit, job, "Service");
}

}  // namespace

std::string service_text(const Job& job, const ServicePart& part) {
  UnitLines unit(mark_of(job.file));
  write_unit(unit, job, part);
  write_service(unit, job, part);
  if (!part.wanted_by.empty()) unit.section("Install").set("WantedBy", part.wanted_by);
  add_expectation(unit, job, {part.job, part.has_schedule, fatal_of(job, part)});
  return unit.text();
}

}  // namespace sa
