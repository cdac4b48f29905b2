#pragma once

#include "core/cron.h"

#include <optional>
#include <string>

namespace sa {

// The five fields that parse_cron reads back to the same runs; nullopt: crontab(5) cannot say it.
//
// Where both day fields are restricted, a day runs when either of both allows it; only a field that
// begins with '*' makes it both. So "the Mondays of the first week" is "0 4 */31,2-7 * 1" (a step
// of 31 is the first alone), and what has neither the first day nor the Sunday cannot be said.
std::optional<std::string> cron_text(const CronSchedule& schedule);

}  // namespace sa
