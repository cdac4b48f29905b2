#pragma once

#include "core/calendar.h"
#include "core/job.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// What a job becomes besides what it says itself.
struct ConfSetting {
  std::string_view scripts;  // the folder of script files, absolute
  struct Home {
    std::string folder, shell;  // of the job's user, from the accounts
  };
  std::optional<Home> home;             // nullopt: no such user on this host
  std::vector<std::string> cron;        // five fields each: the lines that start it
  std::vector<CalendarSpec> calendars;  // what the lines mean
};

// A job of Upstart: its file in /etc/init is NAME.conf.
struct UpstartJob {
  std::string name;  // "sa-garbo"
  std::string conf;
  std::string expectation;  // see core/upstart_expectation.h
  friend bool operator==(const UpstartJob&, const UpstartJob&) = default;
};

// All that one job becomes: itself, then its slow start. Pure: the same job gives the same bytes.
//
// - What is scheduled is a task; cron starts it, and comments say when. A job at boot is none,
// since
//   the event that starts a task waits for its end, and the boot with it.
// - Without `respawn` nothing is started again. `respawn limit` counts as the job file does: a
//   respawn more than `limit` within `interval` of the first stops it (job_process.c). The interval
//   is in whole seconds, rounded up.
// - A daemon is respawned even after exit 0, so that and what systemd takes for clean (TERM, INT,
//   HUP, PIPE) is a `normal exit`, but with `on: always`.
// - A time limit is kept by timeout(1), which ends its process group: TERM, and KILL 10 s later.
//   Its exit status is then 124.
// - Upstart gives a job PATH and TERM only; HOME, LOGNAME, USER and SHELL are as systemd sets them.
// - Until it has become the job's user, the process is root's and looks that user up. So what a job
//   of another user says of environment and directory comes after that, by env(1) and a shell's cd:
//   LDAPCONF and the like would steer the look-up, and a directory could be tried for. A value with
//   a line break always goes by way of env(1).
// - A condition is looked at in pre-start, which can stop the job only if it is root's.
std::vector<UpstartJob> upstart_jobs_of(const Job& job, const ConfSetting& setting);

// The lines of cron that a conf of ours says, five fields each; what is no conf of ours has none.
std::vector<std::string> cron_lines_in(std::string_view conf);

}  // namespace sa
