#pragma once

#include "cli/run_log.h"
#include "cli/unit_wish.h"
#include "core/unit_choice.h"

#include <string>
#include <vector>

namespace sa {

// The records in the log that were asked for.
struct ChosenUnits {
  std::vector<UnitRecord> records;    // ascending by name
  std::vector<std::string> problems;  // one line for each argument or group that stands for nothing
};

// A full unit name costs one look-up, anything else a listing of all units.
ChosenUnits chosen_units(const RunLog& log, const UnitWish& wish);

// The same of what is published.
UnitChoice chosen_of(const std::vector<UnitStatus>& published, const UnitWish& wish);

}  // namespace sa
