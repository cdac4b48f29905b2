#pragma once

#include "unitgen/import/imported.h"
#include "unitgen/import/job_names.h"
#include "upstart/upstart_conf.h"

#include <string>
#include <string_view>

namespace sa {

struct UpstartFiles {
  std::string name;           // of the job: "net/apache"
  std::string conf;           // paths, for messages
  std::string override_file;  // empty: there is none
};

// Adds the job, and what could not be carried over. A service becomes a daemon (`at-boot`), which
// is disabled when nothing at boot starts it; a task runs by hand, or at boot. What systemd has a
// directive for and job files have no key becomes a line of `unit:`, which only root's own files
// may have: pre-start, post-start, post-stop, kill, reload, limit, oom, chroot, apparmor switch,
// console none. Not carried, but told: Upstart kills 5 s after it asked a process to end, systemd
// 90 s, where no "kill timeout" says otherwise.
void import_upstart(const UpstartConf& conf, const UpstartFiles& files, JobNames& names,
                    Imported& imported);

}  // namespace sa
