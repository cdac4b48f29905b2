#pragma once

#include "core/slot.h"
#include "store/run_reader.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// What became of one due instant.
struct UnitSlot {
  Instant due;
  SlotVerdict verdict = SlotVerdict::on_time;
  std::optional<Run> run;  // that served it; nullopt: none did
  std::string reason;      // in words; empty: nothing to add
};

// The due instants of the unit in the span that have their verdict, ascending, each once: a run
// tells more than what was booked without it.
std::vector<UnitSlot> slots_of(const RunReader& store, std::string_view unit, const Span& span);

}  // namespace sa
