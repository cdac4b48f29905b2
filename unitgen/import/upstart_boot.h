#pragma once

#include "upstart/upstart_conf.h"

#include <string>
#include <vector>

namespace sa {

// What "start on" comes to on a host whose services systemd starts at boot.
struct BootCondition {
  bool is_met = false;  // by what happens at each boot
  // The same if other jobs count as started then ("started mysql").
  bool is_met_with_jobs = false;
  bool needs_network = false;  // it names that the network is up
  // Events of which a boot of systemd knows nothing, those of other jobs too.
  std::vector<const UpstartTerm*> unknown;
};
BootCondition boot_condition(const UpstartCondition& start_on);

// The events of a "stop on" that do not just mean that the host shuts down.
std::vector<const UpstartTerm*> unknown_at_shutdown(const UpstartCondition& stop_on);

// "started mysql": an event with its arguments.
std::string to_string(const UpstartTerm& event);

}  // namespace sa
