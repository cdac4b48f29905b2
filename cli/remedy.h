#pragma once

#include "core/health.h"
#include "core/shell_word.h"
#include "core/unit_status.h"

#include <string>
#include <vector>

namespace sa {

// A command that mends a unit, or shows what must be known first.
struct Remedy {
  std::string purpose;  // "to see its output"
  std::string command;  // for a shell, whatever the names in it
};

// What helps a unit on which this is the verdict, the first step first. Empty: nothing is to be
// done. It goes by the health and by the words of its reason, which outlook_of() and the watcher
// choose.
std::vector<Remedy> remedies_for(const UnitStatus& unit, const Verdict& verdict);

}  // namespace sa
