#pragma once

#include "core/schedule.h"

#include <string_view>
#include <variant>
#include <vector>

namespace sa {

// What the text of a schedule says, before it is known how a timer can be made to do it. Used by
// parse_schedule and clock_changes only.
struct ScheduleText {
  std::vector<CalendarSpec> calendars;
  std::vector<Duration> every;
  bool at_boot = false;
  // What crontab(5) calls a wildcard job: its minute or hour is any, or any n-th ("*/5", "0/5").
  // When clocks are changed it follows them, while cron takes care of a job with a fixed time.
  bool follows_clock = false;
};

// As parse_schedule, but the calendars are what the text says.
std::variant<ScheduleText, CalendarProblem> read_schedule(std::string_view text,
                                                          std::string_view zone, TimeZones& zones);

}  // namespace sa
