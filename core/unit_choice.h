#pragma once

#include "core/unit_record.h"
#include "core/unit_status.h"

#include <string>
#include <string_view>
#include <vector>

namespace sa {

// The names under which a person may ask for a unit. Views into what it was made from.
struct KnownUnit {
  std::string_view unit;                 // "backup.service"
  std::string_view job;                  // empty: none
  std::vector<std::string_view> timers;  // "backup.timer"
};

std::vector<KnownUnit> known_units(const std::vector<UnitRecord>& records);
std::vector<KnownUnit> known_units(const std::vector<UnitStatus>& statuses);

// What the UNIT arguments of a verb stand for.
struct UnitChoice {
  std::vector<std::size_t> chosen;    // positions in `known`, ascending, each once
  std::vector<std::string> problems;  // one line for each argument that stands for nothing
};

// An argument stands for the unit of that name, else of that name with ".service" or ".upstart",
// else of that job ("garbo": job garbo, sa-garbo.service or sa-garbo.upstart), else of that timer,
// else for all that the glob matches in unit, short unit or job name. No arguments: all.
UnitChoice choice_of(const std::vector<std::string>& arguments,
                     const std::vector<KnownUnit>& known);

// "backup" of "backup.service" and "backup.upstart"; other names stay whole.
std::string_view short_name(std::string_view unit);

// Whether the unit is of one of these teams and has one of these tags; without any, that is not
// asked.
bool has_team_and_tag(const UnitStatus& unit, const std::vector<std::string>& teams,
                      const std::vector<std::string>& tags);
bool has_team_and_tag(const UnitRecord& unit, const std::vector<std::string>& teams,
                      const std::vector<std::string>& tags);

}  // namespace sa
