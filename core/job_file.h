#pragma once

#include "core/job.h"
#include "core/job_defaults.h"
#include "core/job_places.h"
#include "core/problem.h"
#include "core/team_policy.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// What a job file is read against. References live as long as the call.
struct JobSetting {
  std::string_view name;        // of the job, from the file's name; must be a good one
  std::string_view file;        // its path, for the mark
  const TeamPolicy* policy;     // nullptr: one of root's own files, team `default`
  const JobDefaults& defaults;  // of scriptactivity.yaml; the policy's win over them
  TimeZones& zones;
  Instant now;  // for what is told of the next two years
  // The name of `user`'s primary group; nullopt: no such user on this host. It is asked for
  // `group:` only.
  std::function<std::optional<std::string>(std::string_view user)> primary_group;
  // Whether a job of this name is the same team's.
  std::function<bool(std::string_view name)> is_team_job;
  bool clock_notes = false;  // also tell, as notes, where daylight saving makes a difference
};

struct ParsedJob {
  std::optional<Job> job;         // nullopt when there is a problem (warnings and notes are none)
  std::vector<Problem> problems;  // all, in the order of the file
  JobPlaces places;               // of a job
};

// Reads a job file (sa-job(5)). Never throws for what the text holds.
ParsedJob parse_job(std::string_view text, const JobSetting& setting);

// Why `name` can be no job's name, "expected ...", or nothing: the characters, the length, what is
// reserved (interface of unit names; a unit that exists already is unit_dir's business).
std::optional<std::string> name_problem(std::string_view name);
// The same of a team's name; "default" is root's own.
std::optional<std::string> team_name_problem(std::string_view team);

}  // namespace sa
