#pragma once

#include "core/instant.h"

#include <optional>
#include <string>
#include <vector>

namespace sa {

// A timer that starts the unit, and what the log must remember of it across a restart.
struct TimerRecord {
  std::string name;                          // "backup.timer"
  std::optional<Instant> last_used_trigger;  // newest LastTriggerUSec that was given to a run
  friend bool operator==(const TimerRecord&, const TimerRecord&) = default;
};

// What the log knows of a unit besides its runs. One per watched unit, kept as long as its runs.
struct UnitRecord {
  std::string unit;               // "backup.service"
  std::string job;                // Job= of [X-ScriptActivity]; empty: not a generated job
  std::string team;               // Team=; empty: none
  std::vector<std::string> tags;  // Tags=
  std::vector<TimerRecord> timers;
  std::uint32_t consecutive_failures = 0;
  std::optional<Instant> last_success;  // `ended` of the last run that succeeded
  friend bool operator==(const UnitRecord&, const UnitRecord&) = default;
};

}  // namespace sa
