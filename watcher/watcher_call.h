#pragma once

#include "core/reading.h"
#include "core/report.h"

#include <cstdint>
#include <optional>
#include <string>

namespace sa {

// What a person or a program asked of org.scriptactivity.Watcher1.
struct WatcherCall {
  enum class Verb : std::uint8_t {
    retire,
    unretire,
    read,  // History, Slots, Changes, Log
    begin,
    update,
    end
  };
  std::uint64_t id = 0;  // for its answer
  Verb verb = Verb::retire;
  std::string unit;
  std::string reason;        // of retire and update
  std::string by;            // the caller's name, "uid 1234" where there is none
  std::uint32_t uid = 0;     // the caller's
  std::string sender;        // his connection to the bus, ":1.42"
  bool interactive = false;  // the person may be asked for a password
  Reading reading;
  ReportBeginning beginning;
  std::string invocation;  // of update and end
  ReportEnding ending;

  // What polkit answered to the last question about it; nullopt: it was not asked.
  std::optional<bool> may;
  bool is_polkit_silent = false;  // then may is false
};

// What polkit is asked about a caller.
struct PolkitQuestion {
  std::string action;  // "org.scriptactivity.log"
  std::string unit;    // empty: of all of the team's
  std::string team;    // empty: none
  std::string group;   // that may command the team's units; empty: none
};

// What the watcher tells of itself, for a monitoring tool.
struct WatcherState {
  std::string host;
  std::uint32_t units = 0;     // that are watched
  std::uint32_t timers = 0;    // that are loaded
  bool caught_up = false;      // what happened before is taken in
  bool complete = false;       // all timers are known
  bool bus_connected = false;  // systemd's
  bool log_writable = true;    // the last write of the log worked
  Instant journal_seen;        // the newest entry that was taken in; 1970: none
  Instant heartbeat;           // when the status file was last written or touched; 1970: never
};

}  // namespace sa
