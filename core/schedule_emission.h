#pragma once

#include "core/calendar.h"

namespace sa {

// `spec` without the steps that make systemd 252 leave a due instant out: "*:0/7" becomes
// "*:00..56/7". Where a step runs over the end of its unit into a new day, month or year, systemd
// takes the remainder for the first value there: 23:63 is 00:03, and 00:00 never comes. "*:0/5"
// has no such remainder and stays.
CalendarSpec with_closed_steps(const CalendarSpec& spec);

// True where `spec` means the same in UTC: the local hour, day, month, year and weekday do not
// matter, and since 2020 its zone has been whole hours from UTC and will be.
bool can_be_in_utc(const CalendarSpec& spec, TimeZones& zones);

// What a timer is to be given for `spec`: closed steps, in UTC if it can be.
CalendarSpec emitted(const CalendarSpec& spec, TimeZones& zones);

// False for what no calendar has, as the 30th of February.
bool can_be_due(const CalendarSpec& spec);

}  // namespace sa
