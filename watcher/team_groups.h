#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace sa {

class TimeZones;

// The unix group that may command a team's units, `group:` of TEAM.yaml in the folder of team
// policies. Empty: there is no such file, it names none or has a problem, or somebody else than
// root or this program's user may have written it: then polkit knows of no group that may.
class TeamGroups {
 public:
  // `zones` must live as long.
  TeamGroups(std::filesystem::path folder, TimeZones& zones);

  std::string group_of(const std::string& team) const;

 private:
  std::filesystem::path folder_;
  TimeZones& zones_;
};

}  // namespace sa
