#pragma once

#include "cli/doctor/checks.h"

namespace sa {

// Is sa-watcher.service there, running, and started at boot?
Findings watcher_findings(const HostFacts& facts);
// Do the system bus and systemd answer?
Findings bus_findings(const HostFacts& facts);
// Is the status file there, whole and fresh, and is it the one that the watcher writes?
Findings status_findings(const HostFacts& facts);

}  // namespace sa
