#pragma once

#include "cli/unit_slots.h"
#include "core/unit_status.h"

#include <string>
#include <vector>

namespace sa {

// What is known of a unit. Without the log only its row of the status file is.
struct Evidence {
  UnitStatus unit;
  Verdict verdict;              // as it is shown
  std::vector<Run> runs;        // the newest ones that were not missed
  std::vector<UnitSlot> slots;  // ascending
};

// Why the unit is as it is, sentence by sentence: the verdict, what starts it, when it was or will
// be due and what it is given, its last run, its last success, and what became of those runs and
// due instants. Times are local.
std::vector<std::string> explanation_of(const Evidence& evidence, Instant now);

}  // namespace sa
