#pragma once

#include "unitgen/import/crontab.h"
#include "unitgen/import/imported.h"
#include "unitgen/import/job_names.h"

#include <string>
#include <string_view>

namespace sa {

struct CrontabSetting {
  std::string file;  // for messages
  CrontabForm form = CrontabForm::user;
  std::string user;  // whose crontab, of the user form; empty: not known
  AccountOf account_of;
};

// Adds the jobs of a crontab, and what could not be carried over. A job does what cron did: the
// line runs in the home directory (HOME=, else the account's), under the same shell, with the
// variables above it; a line that needs no shell becomes a `command:`. It differs in what cron does
// round it: output goes to the journal and is not mailed, MAILTO is told of failures (`notify:`),
// and without PATH= in the crontab PATH is systemd's, in which cron's /usr/bin:/bin are.
void import_crontab(const Crontab& crontab, const CrontabSetting& setting, JobNames& names,
                    Imported& imported);

// Whether the lines look like those of a system crontab: each has an account of this host for its
// sixth word, and there is one.
bool looks_like_system_crontab(std::string_view text, const AccountOf& account_of);

}  // namespace sa
