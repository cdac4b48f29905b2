#pragma once

#include "core/calendar.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sa {

// When a job should run, in the form in which a timer carries it. A value.
struct Schedule {
  std::vector<CalendarSpec> calendars;  // OnCalendar= lines; the timer is due when any of them is
  std::vector<Duration> every;          // OnActiveSec= and OnUnitActiveSec=; above zero
  bool at_boot = false;                 // "@reboot": once at each boot, without a timer
  bool empty() const { return calendars.empty() && every.empty() && !at_boot; }
  friend bool operator==(const Schedule&, const Schedule&) = default;
};

// Reads one schedule as a job file has it: five cron fields or an @word (crontab(5)), "every
// 15min", or an OnCalendar expression (systemd.time(7)). `zone`: the job's time zone, an IANA name,
// or empty for the host's. A problem's column counts bytes from the first of `text`.
//
// What is read is what will be *emitted*, which means the same but for systemd's quirks:
// - steps end where their unit ends, "*:0/7" is "*:00..56/7", since systemd 252 would never run the
//   former at 00:00, and a step of hours can end a timer for good (schedule_emission.h);
// - a schedule that does not depend on the local hour is in UTC where the zone's offsets are whole
//   hours, since systemd rests for the whole of an hour that comes twice (measured on 252).
std::variant<Schedule, CalendarProblem> parse_schedule(std::string_view text, std::string_view zone,
                                                       TimeZones& zones);

// Both together.
void append(Schedule& schedule, const Schedule& more);

// The shortest time between two due instants of `schedule` soon after `from`: of all calendars
// together, looking on until 32 instants in a row brought nothing shorter (4 of a single
// calendar that is due once a day), and of each `every` by itself. nullopt: less than two are left.
// 1 to 5 us for most.
std::optional<Duration> shortest_gap(const Schedule& schedule, TimeZones& zones, Instant from);

// A change of the clocks at which systemd will not do what cron would.
struct ClockChange {
  std::chrono::year_month_day date;  // local, of the change
  std::string message;               // "the run of 02:30 is left out, cron would make it at 03:00"
  friend bool operator==(const ClockChange&, const ClockChange&) = default;
};

// The changes in [from, to) where what systemd 252 will do with the schedule `text` (as it is
// emitted) differs from what Debian's cron would do with the same local times; ascending. `text`
// and `zone` as in parse_schedule, which must accept them. None for "every 15min", for @reboot, for
// what names its daylight saving time ("12:00 CEST"), and for what is due more often than once a
// second.
std::vector<ClockChange> clock_changes(std::string_view text, std::string_view zone,
                                       TimeZones& zones, Instant from, Instant to);

}  // namespace sa
