#pragma once

#include "check/options.h"
#include "core/unit_status.h"

#include <string>
#include <vector>

namespace sa {

// The units that are looked at.
struct Selection {
  std::vector<const UnitStatus*> units;  // in the order of the status file
  std::vector<std::string> names;        // how each is called: job, else unit without ".service"
  std::vector<std::string> problems;     // one for each --unit that stands for nothing
};

// The selection holds pointers into `all`. Two units of the same job are called by their units.
Selection selection_of(const CheckOptions& options, const std::vector<UnitStatus>& all);

}  // namespace sa
