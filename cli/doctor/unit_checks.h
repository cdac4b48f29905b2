#pragma once

#include "cli/doctor/checks.h"

namespace sa {

// Which units can not run, as the watcher judges, for a reason that no other check finds?
Findings unit_findings(const HostFacts& facts);
// Is every key of [X-ScriptActivity] known, and every value read?
Findings section_findings(const HostFacts& facts);
// Has systemd read every unit file as it is now?
Findings reload_findings(const HostFacts& facts);
// Which timers lose runs when the host is off or asleep, because they do not catch up?
Findings catch_up_findings(const HostFacts& facts);

}  // namespace sa
