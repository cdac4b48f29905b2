#pragma once

#include "cli/bus_properties.h"
#include "core/run.h"

#include <map>
#include <string>
#include <vector>

namespace sa {

// What systemd tells of a service from now on, until a run of it has ended. To be made before the
// run is asked for, so that nothing of it is missed. All throw sdbus::Error.
class FollowedRun {
 public:
  FollowedRun(sdbus::IConnection& connection, std::string service);
  FollowedRun(const FollowedRun&) = delete;
  FollowedRun& operator=(const FollowedRun&) = delete;

  // The run that the queued start with this path makes, once it has ended, automatic restarts too.
  // Not `has_invocation`: it never began, and `reason` says why.
  Run ended_run(const std::string& queued);

 private:
  using Invocation = std::vector<std::uint8_t>;

  static Invocation invocation_in(const Properties& seen);
  void listen();
  template <typename Take>
  void match(const std::string& rule, const Take& take);
  void ask_anew();
  void wait_for_signals();

  sdbus::IConnection& connection_;
  std::string service_;
  Properties seen_;  // unit and service properties have no name in common
  std::map<std::string, std::string> removed_;  // what left systemd's queue, and how
  Invocation before_;
  std::vector<sdbus::Slot> matches_;
};

}  // namespace sa
