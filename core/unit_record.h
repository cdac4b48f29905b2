#pragma once

#include "core/boxed.h"
#include "core/change.h"
#include "core/exemption.h"
#include "core/health.h"
#include "core/instant.h"
#include "core/notice.h"
#include "core/run.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sa {

// A timer that starts the unit, and what the log must remember of it: what is owed across a
// restart, and after the timer is gone.
struct TimerRecord {
  std::string name;                          // "backup.timer"
  std::optional<Instant> last_used_trigger;  // newest LastTriggerUSec that was given to a run
  std::vector<std::string> schedule{};       // "OnCalendar=...", "OnUnitActiveSec=1h"
  Duration accuracy{0};                      // AccuracySec=
  Duration random_delay{0};                  // RandomizedDelaySec=
  bool persistent = false;
  bool is_transient = false;          // made by systemd-run
  std::optional<Instant> since{};     // due instants after it count; nullopt: nothing is expected
  std::optional<Instant> stopped{};   // since when it is not active, as far as was seen
  std::optional<Instant> next_due{};  // of a timer without OnCalendar=, as systemd told it
  std::optional<PausedSpan> pause{};  // the newest one, until all it covers is accounted for
  std::vector<PausedSpan> earlier_pauses{};  // that ended before it, the same
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

  // What it owes (see Ledger), which outlives its timers and its files.
  std::optional<Instant> expected_since{};   // nullopt: nothing was ever expected
  std::optional<Instant> served_up_to{};     // no due instant up to here is owed a run any more
  std::optional<Instant> accounted_up_to{};  // each due instant up to here has its verdict
  std::uint32_t missed_in_a_row = 0;
  std::optional<Retirement> retired{};
  bool has_section = false;  // [X-ScriptActivity] stood somewhere
  std::optional<Duration> grace{}, deadline{};
  std::uint32_t alert_after = 1;

  // Whom it notifies, by [X-ScriptActivity]; empty: not said.
  std::vector<std::string> notify{};
  // What people were last told of it: failed, overdue, broken, ok; or paused, as long as it is held
  // or retired and nobody is told. nullopt: nothing.
  std::optional<Health> told{};
  std::optional<Instant> exempt_until{};  // when that last ended
  // A notice that was decided on and is not known to have been told to all its targets. Its unit,
  // job and team are those of the record. Absent: none is under way.
  Boxed<Notice> telling{};
  std::optional<Id128> fatal_run{};  // the newest run that had its timers paused: OnFatal=

  std::vector<Change> changes{};  // what people did to it and its timers, oldest first
  friend bool operator==(const UnitRecord&, const UnitRecord&) = default;
};

}  // namespace sa
