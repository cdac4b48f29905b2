#pragma once

#include "unitgen/import/crontab.h"
#include "unitgen/import/job_text.h"

#include <string>
#include <string_view>

namespace sa {

// Sets `command` or `script`, and `directory` where the line begins with "cd", so that the job does
// what cron would with the line. `shell`: SHELL=, empty for /bin/sh; `path`: PATH=, empty: not set.
void add_crontab_command(const CrontabEntry& entry, std::string_view shell, std::string_view path,
                         JobText& job);

}  // namespace sa
