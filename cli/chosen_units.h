#pragma once

#include "core/unit_record.h"
#include "store/run_reader.h"

#include <string>
#include <vector>

namespace sa {

// The records in the log that the UNIT arguments stand for.
struct ChosenUnits {
  std::vector<UnitRecord> records;    // ascending by name
  std::vector<std::string> problems;  // one line for each argument that stands for nothing
};

// No arguments: all. A full unit name costs one look-up, anything else a listing of all units.
ChosenUnits chosen_units(const RunReader& store, const std::vector<std::string>& arguments);

}  // namespace sa
