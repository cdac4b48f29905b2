#pragma once

#include "core/exemption.h"
#include "core/health.h"
#include "core/run.h"

#include <optional>
#include <string>
#include <vector>

namespace sa {

// One row of `sa status`: what the watcher publishes of a unit in the status file.
struct UnitStatus {
  std::string unit;
  std::string job;   // empty: none
  std::string team;  // empty: none
  std::vector<std::string> tags;
  std::vector<std::string> timers;    // the first is the one that is due next
  std::vector<std::string> schedule;  // as systemd prints it, "OnCalendar=*-*-* 02:00:00"
  Outlook outlook;
  std::optional<Run> last_run;
  std::optional<Instant> last_success;
  std::optional<Instant> next_due;
  std::optional<Instant> expected_by;  // next_due + allowance + grace
  std::optional<Duration> grace;
  std::optional<Duration> deadline;
  std::uint32_t consecutive_failures = 0;
  std::optional<PausedSpan> paused{};
  std::optional<Retirement> retired{};
  friend bool operator==(const UnitStatus&, const UnitStatus&) = default;
};

// The whole published file.
struct Status {
  std::string host;
  Id128 boot;
  Instant written;                // the heartbeat is the file's mtime, which is never older
  std::vector<UnitStatus> units;  // ascending by unit name
};

}  // namespace sa
