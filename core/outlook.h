#pragma once

#include "core/expectation.h"
#include "core/health.h"
#include "core/run.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sa {

// It took place and is over.
constexpr bool is_ended(State state) {
  return state == State::succeeded || state == State::failed || state == State::interrupted;
}

// The unit's newest records.
struct RecentRuns {
  std::optional<Run> newest;      // of whatever state
  std::optional<Run> last_ended;  // newest that succeeded, failed or was interrupted
  std::uint32_t consecutive_failures = 0;
  bool remains_active =
      false;             // its process has ended, the unit is active: its timer waits for ever
  bool surplus = false;  // its timer began the newest one for a due instant that had its run
};

// The verdict now and the instants at which it changes if nothing happens. Nothing is judged by
// the clock here: what depends on it is a change.
Outlook outlook_of(const Expectation& expectation, const RecentRuns& runs);

// "exit 3", "SEGV", "timeout (TERM)", "start-limit-hit": how a run ended, in few words.
std::string ending_of(const Run& run);

}  // namespace sa
