#pragma once

#include "core/exemption.h"
#include "core/instant.h"

#include <cstdint>
#include <optional>
#include <string>

namespace sa {

// What a unit owes: by its timers, also by those that are stopped or gone, and by
// [X-ScriptActivity] of the unit or a drop-in.
struct Expectation {
  bool has_timer = false;
  std::string dead_timer;   // a timer that never fires again; empty: none
  std::string dead_reason;  // why, in systemd's words
  std::string refused;      // why its job file is refused; empty: it is not
  std::string idle_timer;   // a loaded timer that is not active; empty: none

  // The first due instant that nothing has served; nullopt: nothing is due.
  std::optional<Instant> next_due;
  // The allowance counts from here where that is after `next_due`: a timer that was started after
  // it and catches up.
  std::optional<Instant> allowed_from;
  std::string cause;  // why nothing serves it, where that is known
  // The first due instant after the newest success; nullopt: the same as `next_due`.
  std::optional<Instant> unsucceeded;
  // The first due instant that passes while the run goes on; nullopt: none, or none goes on.
  std::optional<Instant> absorbed;

  // The timer's own slack (AccuracySec= + RandomizedDelaySec=): within it nothing is late.
  Duration allowance{0};
  Duration grace = std::chrono::minutes(1);
  std::optional<Duration> deadline, min_runtime, max_runtime;
  std::uint32_t alert_after = 1;

  std::optional<PausedSpan> paused;  // all its timers are held
  std::optional<Retirement> retired;
};

}  // namespace sa
