#pragma once

#include "core/run.h"
#include "core/unit_event.h"

namespace sa {

// Replaces the journal's stamps by systemd's own where the answer speaks of the same run. systemd
// overwrites InactiveExitTimestamp and InactiveEnterTimestamp while it waits for RestartSec= and
// when the start limit is hit, so an answer counts only where it fits the run.
void refine_began(Run& run, const ServiceSeen& seen);
// For a run that has ended. `remains_active`: it ended by becoming active (exited).
void refine_ended(Run& run, const ServiceSeen& seen, bool remains_active);

}  // namespace sa
