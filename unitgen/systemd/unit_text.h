#pragma once

#include "core/job.h"

#include <string>
#include <string_view>
#include <vector>

namespace sa {

// A file to be, by its name in the unit folder: "sa-garbo.service".
struct UnitFile {
  std::string name;
  std::string text;
  friend bool operator==(const UnitFile&, const UnitFile&) = default;
};

// All that one job becomes.
struct JobUnits {
  std::vector<UnitFile> units;  // the service first, then the timer, then the slow-start service
  std::string script;           // content of the script file; empty: none
  // The target that wants a unit: {"timers.target.wants", "sa-garbo.timer"}.
  struct Want {
    std::string folder;
    std::string unit;
    friend bool operator==(const Want&, const Want&) = default;
  };
  std::vector<Want> wants;
  friend bool operator==(const JobUnits&, const JobUnits&) = default;
};

// Pure: the same job gives the same bytes. `scripts` is the folder of script files, absolute.
JobUnits units_of(const Job& job, std::string_view scripts);

}  // namespace sa
