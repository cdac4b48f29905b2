#pragma once

#include "core/calendar.h"

#include <bitset>
#include <string_view>
#include <variant>
#include <vector>

namespace sa {

// When a line of crontab(5) runs: the values that each of its five fields allows.
struct CronSchedule {
  bool at_boot = false;  // "@reboot"; the fields are empty then
  std::bitset<60> minutes;
  std::bitset<24> hours;
  std::bitset<32> days;     // of the month; bit 0 is never set
  std::bitset<13> months;   // bit 0 is never set
  std::bitset<7> weekdays;  // bit 0 is Sunday, as 0 and 7 are in the text
  // The field begins with '*'. If neither does, a day runs when either of both fields allows it,
  // otherwise when both do; so "*/2" counts as a star, as in Debian's cron.
  bool any_day = false;
  bool any_weekday = false;
  // The same of the first fields: cron then follows the clock where it is changed, and otherwise
  // sees to it that what has a fixed time runs once.
  bool any_minute = false;
  bool any_hour = false;
  friend bool operator==(const CronSchedule&, const CronSchedule&) = default;
};

// Reads the five fields of crontab(5) or one of its @words, and nothing else: no command, no user.
// Refused: a range that falls ("22-6", "Fri-Sun"; write 5-7), which Debian's cron takes and never
// runs, and a step after a single number ("5/10"), which it refuses too.
std::variant<CronSchedule, CalendarProblem> parse_cron(std::string_view text);

// The calendar expressions that together are due when cron would run the line: one, or two when
// both day fields are restricted; none for @reboot. `zone` becomes their zone ("": the local one).
// At the changes of daylight saving time they are systemd's, see next_due, and not cron's.
std::vector<CalendarSpec> calendar_of(const CronSchedule& schedule, std::string_view zone);

}  // namespace sa
