#pragma once

#include "core/unit_facts.h"

#include <filesystem>
#include <string>
#include <vector>

namespace sa {

// Whose a unit is, and what it says of itself.
struct UnitOwner {
  std::string team;   // empty: nobody's but root's
  std::string group;  // unix group that may command it; empty: none
  friend bool operator==(const UnitOwner&, const UnitOwner&) = default;
};

// What the files of a unit say in [X-ScriptActivity], later ones winning. A file that somebody else
// than root (who runs us) may have written says nothing.
UnitFacts facts_in(const std::vector<std::string>& files);

// The owner by the team's name: `group` of its policy TEAM.yaml in `teams`. No group: there is no
// such file, it is not root's, it is no YAML, or it names none.
UnitOwner owner_of(const std::string& team, const std::filesystem::path& teams);

}  // namespace sa
