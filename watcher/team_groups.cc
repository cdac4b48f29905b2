#include "watcher/team_groups.h"

#include "core/job_file.h"
#include "core/team_policy.h"

#include <fstream>
#include <sstream>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

namespace sa {
namespace {

bool is_trusted(const std::filesystem::path& file) {
  struct stat status {};
  return stat(file.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
         (status.st_uid == 0 || status.st_uid == geteuid()) &&
         (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

}  // namespace

TeamGroups::TeamGroups(std::filesystem::path folder, TimeZones& zones)
    : folder_(std::move(folder)), zones_(zones) {}

std::string TeamGroups::group_of(const std::string& team) const {
  if (team.empty() || team_name_problem(team)) return {};
  const auto path = folder_ / (team + ".yaml");
  if (!is_trusted(path)) return {};
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) return {};
  const auto parsed = parse_policy(text.str(), team, zones_);
  return parsed.policy ? parsed.policy->group : std::string();
}

}  // namespace sa
