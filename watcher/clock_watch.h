#pragma once

#include "watcher/absence.h"

#include <optional>

namespace sa {

// The host's clocks at one moment: CLOCK_REALTIME, CLOCK_BOOTTIME, and CLOCK_MONOTONIC, which
// stands still while the host sleeps.
struct ClockReading {
  Instant wall;
  Duration since_boot;
  Duration awake;
};

// Knows by two readings whether the host slept between them, or its clock was set.
class ClockWatch {
 public:
  struct Change {
    std::optional<Absence> absence;  // nullopt: the clock was put back
  };
  // nullopt: neither, or by less than a second.
  std::optional<Change> take(const ClockReading& reading);

 private:
  std::optional<ClockReading> last_;
};

}  // namespace sa
