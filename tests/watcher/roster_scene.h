#pragma once

#include "core/time_zone.h"
#include "tests/watcher/row_text.h"
#include "tests/watcher/scene.h"
#include "watcher/roster.h"

#include <string>

namespace sa::test {

// at(0) is 2026-11-22 04:00:00 UTC.
constexpr std::int64_t minute = 60'000;
constexpr std::int64_t hour = 60 * minute;

// A roster and the words for what it is told of backup.service.
struct RosterScene {
  // Takes the run, and gives it back as the roster completed it.
  Run take(Run run);
  std::string row(std::int64_t now = 0);
  // When the run was due, or "none".
  std::string due_of(const Run& run) const;
  // Units that changed since the last call, a blank after each.
  std::string changed();
  // Stuck timers that were not told before, a blank after each.
  std::string stuck();

  const Frame frame{at(0), Id128{}};
  TimeZones zones{"UTC"};
  Roster roster{zones};
};

// backup.timer as systemd lists it: fires daily at 05:00 UTC, waits since 03:00.
TimerSeen daily_timer();
// every.timer, which starts backup.service each hour after its last start; next at 04:30 UTC.
TimerSeen monotonic_timer();

// A run of backup.service that the timer caused, which lasted ten seconds where it ended.
Run timer_run(std::uint8_t identity, std::int64_t began, State state);

}  // namespace sa::test
