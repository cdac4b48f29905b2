#pragma once

#include "core/calendar.h"

namespace sa {

// `spec` without the steps that make systemd 252 lose due instants.
// - Where a step runs over the end of its unit into a new day, month or year, systemd takes the
//   remainder for the first value there: with "*:0/7" 23:63 is 00:03, and 00:00 never comes.
//   "*:00..56/7" means the same and loses nothing; "*:0/5" has no remainder and stays.
// - Where the clock is put forward at midnight (Santiago, Cairo, Havana), a step of hours that runs
//   over the day's end finds 00:00 missing, begins anew, gives up after 1000 times, and the timer
//   is dead: "0/6:00" always becomes "00..18/6:00".
CalendarSpec with_closed_steps(const CalendarSpec& spec);

// True where `spec` means the same in UTC: the local hour, day, month, year and weekday do not
// matter, and since 2020 its zone has been whole hours from UTC and will be.
bool can_be_in_utc(const CalendarSpec& spec, TimeZones& zones);

// What a timer is to be given for `spec`: closed steps, in UTC if it can be.
CalendarSpec emitted(const CalendarSpec& spec, TimeZones& zones);

// False for what no calendar has, as the 30th of February.
bool can_be_due(const CalendarSpec& spec);

}  // namespace sa
