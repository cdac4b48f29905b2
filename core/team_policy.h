#pragma once

#include "core/job.h"
#include "core/job_defaults.h"
#include "core/problem.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// Bounds for the jobs of a team. nullopt: systemd's own, but for nice and io-class, see the policy
// reader: a team may not go above what every process may do.
struct TeamLimits {
  int nice_min = 0;
  bool io_realtime = false;
  std::optional<std::uint64_t> memory_max, tasks_max;  // also what a job has that asks for nothing
  std::optional<std::uint32_t> jobs;                   // how many
  friend bool operator==(const TeamLimits&, const TeamLimits&) = default;
};

// What root lets a team do: teams.d/TEAM.yaml.
struct TeamPolicy {
  std::string team;
  std::vector<std::string> users;   // at least one
  std::string user;                 // default, one of `users`
  std::vector<std::string> groups;  // empty: each user's primary group only
  std::string group;                // unix group that may command its units; may be empty
  std::vector<std::string> environment_files;  // exact paths
  std::vector<std::string> notify;             // what its jobs may name; {"none"}: nothing
  TeamLimits limits;
  JobDefaults defaults;
};

struct ParsedPolicy {
  std::optional<TeamPolicy> policy;  // nullopt when there is a problem
  std::vector<Problem> problems;     // in the order of the file
};

ParsedPolicy parse_policy(std::string_view text, std::string_view team, TimeZones& zones);

}  // namespace sa
