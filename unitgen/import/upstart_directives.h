#pragma once

#include "unitgen/import/job_text.h"
#include "upstart/upstart_conf.h"

namespace sa {

// Adds lines of `unit:` for what Upstart and systemd do alike and job files have no key for: kill
// timeout, kill signal, reload signal, limit and oom score.
void add_upstart_directives(const UpstartConf& conf, JobText& job);

}  // namespace sa
