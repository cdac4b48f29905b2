#pragma once

#include "cli/context.h"
#include "core/unit_record.h"
#include "core/unit_status.h"

#include <optional>
#include <string>
#include <vector>

namespace sa {

class RunReader;

// The verdicts, and how far they can be believed.
struct Published {
  std::vector<UnitStatus> units;     // ascending by name
  std::optional<Instant> heartbeat;  // of the watcher; nullopt: judged by the store alone
};

// The status file, or where there is none (or a store alone was named) what the store can tell;
// then `err` gets a word why. Throws Error: neither can be read.
Published published_status(const Places& places, Output& err);

// What the store can tell of a unit: its last run, and the health that follows from it. It does not
// know the schedule, so nothing is ever late.
UnitStatus status_from_store(const RunReader& store, const UnitRecord& record);

// Whether the watcher is silent, so that nothing it said is judged any more.
bool is_stale(const std::optional<Instant>& heartbeat, Instant now);

// The verdict to show: that of the outlook at `now`, or `stale`.
Verdict shown_verdict(const UnitStatus& unit, const std::optional<Instant>& heartbeat, Instant now);

}  // namespace sa
