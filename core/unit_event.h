#pragma once

#include "core/instant.h"
#include "core/run.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// Everything that can happen to a unit, as plain values. The adapters (systemd's bus, the journal,
// Upstart's bus) make them; the run tracker turns them into runs.
//
// `start` is systemd's id of a queued start, stop or restart of a unit. It is the JOB_ID of the
// journal and the id of JobNew on the bus, so it joins the two; it is unique within a boot. 0:
// none.

namespace sa {

// How a queued start, stop or restart left the queue (results of JobRemoved, systemd 252). It is
// an answer about the queue, never the result of a run.
enum class QueueResult : std::uint8_t {
  done,
  canceled,
  timeout,
  failed,
  dependency,
  skipped,
  invalid,
  other
};

// The word of JobRemoved and of the journal's JOB_RESULT=; `other` for words that are not known.
QueueResult parse_queue_result(std::string_view word);

// ---- told by the bus

// JobNew. Its type (start, stop, restart) is not told.
struct Queued {
  std::string unit;
  std::uint32_t start = 0;
  Instant heard;
};

// JobRemoved.
struct Dequeued {
  std::string unit;
  std::uint32_t start = 0;
  QueueResult result = QueueResult::other;
  Instant heard;
};

// What the properties of a service say at one moment: the answer to a question of the tracker.
struct ServiceSeen {
  std::string unit;
  bool loaded = false;                  // false: systemd does not know the unit (any more)
  std::optional<Id128> invocation;      // the newest one, also after it ended
  bool active = false;                  // neither inactive nor failed
  bool exited = false;                  // active, but its process has ended (RemainAfterExit=)
  bool restart_pending = false;         // waits for RestartSec=; `began` is then no run's beginning
  std::optional<Instant> began;         // InactiveExitTimestamp
  std::optional<Instant> ended;         // InactiveEnterTimestamp
  std::optional<Instant> active_since;  // ActiveEnterTimestamp
  std::optional<Instant> main_began;    // ExecMainStartTimestamp
  std::optional<Instant> main_ended;    // ExecMainExitTimestamp
  std::optional<Result> result;         // Result
  std::optional<std::int32_t> exit_status;  // ExecMainStatus when the process exited
  std::optional<std::int32_t> exit_signal;  // ExecMainStatus when it was killed or dumped core
  std::optional<std::uint32_t> pid;         // MainPID
  std::uint32_t restarts = 0;               // NRestarts
  std::optional<Duration> cpu;              // CPUUsageNSec
  Id128 boot;
  bool needed = false;  // the question was a needed one: nobody else will tell
};

// Properties of a timer changed: it fired, waits anew, started or stopped.
struct TimerChanged {
  std::string timer;
  std::optional<Instant> last_trigger;  // LastTriggerUSec
  std::optional<Instant> next_elapse;   // the sooner of the calendar and the monotonic one
  std::string result;                   // Result: "success", "resources", ...
  Instant heard;
};

// What systemd says of a timer at one moment.
struct TimerSeen {
  std::string timer;
  bool loaded = false;                  // false: systemd does not know it (any more)
  bool active = false;                  // waits, or its service runs
  std::string unit;                     // what it starts
  std::vector<std::string> members;     // where `unit` is a target: the services it pulls in
  std::vector<std::string> schedule;    // "OnCalendar=*-*-* 02:00:00", "OnUnitActiveSec=1h"
  std::optional<Instant> last_trigger;  // LastTriggerUSec
  std::optional<Instant> next_elapse;   // the sooner of the calendar and the monotonic one
  std::optional<Instant> active_since;  // ActiveEnterTimestamp
  Duration accuracy{0};                 // AccuracyUSec
  Duration random_delay{0};             // RandomizedDelayUSec
  bool persistent = false;
  bool is_transient = false;  // made by systemd-run: it may vanish at any moment
  bool failed = false;        // ActiveState=failed: it never fires again
  std::string result;         // Result: "success", "resources", ...
  Instant heard;
};

// What systemd says of a .path or .socket unit at one moment.
struct ActivatorSeen {
  std::string activator;
  bool loaded = false;                // false: systemd does not know it (any more)
  std::vector<std::string> services;  // that it starts (Triggers)
  bool running = false;               // SubState: it has asked for its service
  std::optional<Instant> since;  // StateChangeTimestamp; nullopt: never, or it changed while asked
  bool followed = false;         // from now on each change is told
  Instant heard;
};

// Its state changed, or it entered the same state anew.
struct ActivatorChanged {
  std::string activator;
  bool running = false;
  Instant since;
};

// ---- told by the journal (entries of PID 1 about a unit)

struct JournalStarting {};  // "Starting ..."
struct JournalUp {};        // "Started ...": simple: began; exec, notify: is up
struct JournalFinished {};  // "Finished ...": a oneshot's start is done
struct JournalSkipped {
  std::string reason;
};  // an unmet Condition...= or Assert...=, in systemd's words
struct JournalStartFailed {
  QueueResult result;
};                      // "Failed to start ...", "Dependency failed for ..."
struct JournalExit {    // a process of the unit ended, and not cleanly
  std::string command;  // "ExecStart", "ExecStartPre", ...
  bool killed = false;  // `status` is a signal number
  std::int32_t status = 0;
};
struct JournalResult {
  Result result;
};  // the unit became inactive or failed with this result
struct JournalStopping {
  bool restart = false;
};
struct JournalStopped {
  bool restart = false;
};  // a stop (or the stop half of a restart) is done
struct JournalRestartScheduled {
  std::uint32_t restarts;
};                            // carries the previous invocation
struct JournalStartLimit {};  // "Start request repeated too quickly"
struct JournalQueueFailed {
  std::string reason;
};  // a timer could not queue its service, in systemd's words
struct JournalCpu {
  Duration used;
};  // "Consumed ..."

struct JournalEvent {
  std::string unit;
  std::optional<Id128>
      invocation;  // of refused and skipped starts it is the run's before (fact of systemd 252)
  std::uint32_t start = 0;
  Instant at;  // when PID 1 wrote it
  Id128 boot;
  std::variant<JournalStarting, JournalUp, JournalFinished, JournalSkipped, JournalStartFailed,
               JournalExit, JournalResult, JournalStopping, JournalStopped, JournalRestartScheduled,
               JournalStartLimit, JournalQueueFailed, JournalCpu>
      what;
};

using UnitEvent =
    std::variant<Queued, Dequeued, ServiceSeen, TimerChanged, ActivatorChanged, JournalEvent>;

}  // namespace sa
