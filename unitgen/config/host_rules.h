#pragma once

#include "core/job_defaults.h"
#include "core/team_policy.h"
#include "core/time_zone.h"
#include "unitgen/config/config_listing.h"
#include "unitgen/config/file_problem.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// What root says of all jobs: scriptactivity.yaml, and a policy for each team.
struct HostRules {
  JobDefaults defaults;
  bool has_defaults = true;  // false: scriptactivity.yaml is refused, so no job can be judged
  std::map<std::string, TeamPolicy, std::less<>> policies;
  std::vector<FileProblem> problems;
  bool is_as_listed = true;  // false: a file is another than the listing saw

  // nullptr: the team has none, or one with problems.
  const TeamPolicy* policy(std::string_view team) const;
};

HostRules read_host_rules(const std::string& config, const ConfigListing& listing,
                          TimeZones& zones);

}  // namespace sa
