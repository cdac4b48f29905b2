#pragma once

#include "core/health.h"
#include "core/run.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sa {

// What a unit owes: by its timers, and by [X-ScriptActivity] of the unit or a drop-in.
struct Expectation {
  bool has_timer = false;
  std::string dead_timer;           // a timer that never fires again; empty: none
  std::string dead_reason;          // why, in systemd's words
  std::string refused;              // why its job file is refused; empty: it is not
  std::string idle_timer;           // a loaded timer that is not active; empty: none
  std::optional<Instant> next_due;  // soonest of its active timers; nullopt: nothing is due
  // The timer's own slack (AccuracySec= + RandomizedDelaySec=): within it nothing is late.
  Duration allowance{0};
  Duration grace = std::chrono::minutes(1);
  std::optional<Duration> deadline, min_runtime, max_runtime;
  std::uint32_t alert_after = 1;
};

// The unit's newest records.
struct RecentRuns {
  std::optional<Run> newest;      // of whatever state
  std::optional<Run> last_ended;  // newest that succeeded, failed or was interrupted
  std::uint32_t consecutive_failures = 0;
  bool remains_active =
      false;  // its process has ended, the unit is active: its timer waits for ever
};

// The verdict now and the instants at which it changes if nothing happens. Nothing is judged by
// the clock here: what depends on it is a change.
Outlook outlook_of(const Expectation& expectation, const RecentRuns& runs);

// "exit 3", "SEGV", "timeout (TERM)", "start-limit-hit": how a run ended, in few words.
std::string ending_of(const Run& run);

}  // namespace sa
