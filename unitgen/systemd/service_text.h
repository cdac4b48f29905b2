#pragma once

#include "core/job.h"

#include <string>
#include <string_view>
#include <vector>

namespace sa {

// Which of a job's services.
struct ServicePart {
  std::string_view job;           // as `sa` is to call it: no two services have the same
  std::string_view description;   // may be empty
  std::vector<Command> commands;  // at least one
  bool has_schedule = true;       // owes what the job file says of grace, deadline and the like
  std::string_view wanted_by;     // a target; empty: started by its timer or by hand
};

// The whole text of a .service.
//
// - Type=oneshot, so that a timer does not fire while the job runs; a daemon is Type=exec.
// - A target waits for the starts of what it wants, and that of a oneshot lasts as long as its run:
//   so one that is wanted is ordered after the target, or a job could hold up the boot.
// - Several commands are one for a daemon, since a target would wait for ExecStartPre=, and with a
//   time limit, since systemd gives each ExecStart= the whole of TimeoutStartSec=.
// - User= is always said, since systemd sets HOME, LOGNAME and SHELL only then.
// - Start limits are off without `respawn`: systemd's own (5 in 10 s) counts the starts by a timer
//   too, and would swallow due runs.
// - A time limit ends the whole control group; what ignores SIGTERM is killed 10 s later.
// - A team's condition is looked at by the job's user: PID 1 would tell the team which paths exist.
std::string service_text(const Job& job, const ServicePart& part);

}  // namespace sa
