#pragma once

#include "core/calendar.h"

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sa {

// Why calendars cannot be lines of a crontab.
struct CronObstacle {
  std::size_t calendar;  // index of the one that cannot
  std::string message;   // "expected whole minutes, ..."
  friend bool operator==(const CronObstacle&, const CronObstacle&) = default;
};

// The lines of a crontab, their five fields, that start a job when any of `calendars` is due, and
// never twice at an instant: what one line can say is in one. Cron lives in the local zone of
// `zones`; a calendar of another zone is taken where it means the same there. At a change of the
// clocks cron does what crontab(5) says, not what systemd does (schedule.h).
std::variant<std::vector<std::string>, CronObstacle> cron_lines(
    const std::vector<CalendarSpec>& calendars, TimeZones& zones);

// The calendar that is due every `span` by the clock, from midnight on: "*:00/15" of 15 min.
// nullopt: neither the hour nor the day has a whole number of such spans, or the span no whole
// minutes.
std::optional<CalendarSpec> by_the_clock(Duration span);

}  // namespace sa
