#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// What Upstart says on D-Bus, as plain values, in the order in which it said it: its signals, and
// its answers at their place among them. Paths are those of upstart_path.h.

namespace sa::upstart {

// ---- signals

struct InstanceAdded {
  std::string path;
};
struct InstanceRemoved {
  std::string path;
};
struct GoalChanged {
  std::string path;
  std::string goal;  // "start", "stop", "respawn"
};
struct StateChanged {
  std::string path;
  std::string state;  // "starting", "running", "post-stop", "waiting" ...
};
// The exit status, or the signal times 256; -1: a process could not be spawned; 0: respawning too
// fast, or a zero that was not a normal exit.
struct Failed {
  std::string path;
  std::int32_t status = 0;
};
// Sent when the event has finished, so after all that it has set off. Since 1.7.
struct EventEmitted {
  std::string name;
  std::vector<std::string> env;  // "KEY=VALUE"
};

// ---- answers

// "start on", in postfix: {"foo", "A=b"}, {"bar"}, {"/AND"}; empty: started by hand only.
// nullopt: Upstart does not tell.
struct JobSeen {
  std::string job;
  std::optional<std::vector<std::vector<std::string>>> start_on;
};
struct InstanceSeen {
  std::string path;
  std::string goal;
  std::string state;
  std::optional<std::uint32_t> pid;  // of the main process
  bool listed = false;               // by a listing: signals before it may have been lost
};
// All jobs there are, all instances of one.
struct JobsListed {
  std::vector<std::string> paths;
};
struct InstancesListed {
  std::string job_path;
  std::vector<std::string> paths;
};
struct ListingDone {};

using Signal =
    std::variant<InstanceAdded, InstanceRemoved, GoalChanged, StateChanged, Failed, EventEmitted,
                 JobSeen, InstanceSeen, JobsListed, InstancesListed, ListingDone>;

}  // namespace sa::upstart
