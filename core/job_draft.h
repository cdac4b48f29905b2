#pragma once

#include "core/field.h"
#include "core/job.h"
#include "core/job_places.h"
#include "core/team_policy.h"

#include <array>
#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

namespace sa {

// The keys of a job file, in the order in which they are read: the later may need what the earlier
// said.
enum class JobKey {
  timezone,
  description,
  command,
  script,
  slow_start_command,
  schedule,
  at_boot,
  accuracy,
  jitter,
  catch_up,
  disabled,
  timeout,
  grace,
  deadline,
  min_runtime,
  max_runtime,
  alert_after,
  notify,
  tags,
  user,
  group,
  directory,
  umask,
  environment,
  environment_file,
  nice,
  io_class,
  cpu_quota,
  memory_max,
  tasks_max,
  respawn,
  success_exit_status,
  fatal_exit_status,
  on_fatal,
  after,
  required,
  condition,
  unit,
  count
};

// Whose word a value is: the job file's, or root's.
enum class Source { job_file, team_defaults, host_defaults };

// What was given under a key.
struct Given {
  const YamlNode* value = nullptr;  // nullptr: nothing
  Place place;                      // of the key
  Source source = Source::job_file;
  bool in_file() const { return value != nullptr && source == Source::job_file; }
};

// A job while its file is being judged.
struct JobDraft {
  Job job;
  std::string_view zone;  // `timezone`
  std::array<Given, static_cast<std::size_t>(JobKey::count)> given{};
  std::vector<const YamlNode*> environments;  // maps, the later ones win
  JobPlaces places;

  const TeamPolicy* policy;  // nullptr: root's own
  TimeZones& zones;
  // Whether a job of the same team has this name; empty: it is not known yet.
  std::function<bool(std::string_view)> is_team_job;
  std::vector<Problem>& problems;

  Given& operator[](JobKey key) { return given[static_cast<std::size_t>(key)]; }
  const Given& operator[](JobKey key) const { return given[static_cast<std::size_t>(key)]; }
};

}  // namespace sa
