#pragma once

#include "core/calendar.h"
#include "core/job.h"
#include "core/job_places.h"

#include <string>
#include <vector>

namespace sa {

// When cron starts a job.
struct CronPart {
  std::vector<std::string> lines;       // five fields each
  std::vector<CalendarSpec> calendars;  // the same as calendars, of the watcher
  std::vector<Problem> problems;        // a schedule that cron cannot have; and warnings
};

// Of a job that is disabled or has no schedule: nothing. "every 15min" becomes the quarters of the
// hour, with a warning.
CronPart cron_part_of(const Job& job, const JobPlaces& places, TimeZones& zones);

}  // namespace sa
