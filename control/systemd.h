#pragma once

#include "core/instant.h"

#include <optional>
#include <string>
#include <vector>

namespace sa {

// What systemd tells of a unit, in its own words.
struct UnitSeen {
  std::string name;     // its own, where an alias was asked for
  std::string load;     // "loaded", "not-found", "masked", "error", ...
  std::string active;   // "active", "inactive", "failed", "activating", "deactivating", ...
  std::string sub;      // "waiting", "running", "exited", "auto-restart", ...
  std::string enabled;  // UnitFileState; empty: it has no file
  bool transient = false;
  std::vector<std::string> files;         // that make it, in the order in which they are read
  std::vector<std::string> triggers;      // what a timer starts
  std::vector<std::string> triggered_by;  // timers, paths and sockets that are loaded
  std::vector<std::string> wanted_by;     // loaded units that want or require it
  std::optional<Instant> held;            // when a condition last kept it from being started
};

// How the last run of a service ended.
struct EndingSeen {
  std::string result;                 // "success", "exit-code", "signal", ...
  std::optional<int> exit_status;     // of its main process
  std::optional<std::string> signal;  // "TERM"
  std::string invocation{};           // of that run, 32 hex digits; empty: none
};

// systemd itself. All throw Refused: systemd does not answer, or says no.
class Systemd {
 public:
  virtual ~Systemd() = default;
  // What tells this boot from all others: when systemd began. The kernel's boot id would not do: a
  // container that boots anew may see the same one.
  virtual std::string boot() = 0;
  virtual UnitSeen unit(const std::string& name) = 0;
  virtual EndingSeen ending(const std::string& service) = 0;
  // Whether a timer that is started late makes up for what was due before: Persistent=, OnBootSec=.
  virtual bool catches_up(const std::string& timer) = 0;
  // Return when it is so, which for a timer is at once.
  virtual void start(const std::string& timer) = 0;
  virtual void stop(const std::string& timer) = 0;
  // No boot starts it any more.
  virtual void disable(const std::string& timer) = 0;
  // Return what is queued, a D-Bus path; done when it leaves the queue.
  virtual std::string queue_start(const std::string& service) = 0;
  virtual std::string queue_stop(const std::string& service) = 0;
};

}  // namespace sa
