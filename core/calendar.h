#pragma once

#include "core/instant.h"
#include "core/time_zone.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sa {

// One part of a list: `start`, `start..stop`, `start/repeat` or `start..stop/repeat`.
struct CalendarComponent {
  int start = 0;
  int stop = -1;   // below 0: none
  int repeat = 0;  // 0: none
  friend bool operator==(const CalendarComponent&, const CalendarComponent&) = default;
};

// A list of parts, ascending, none twice. Empty: any value fits ("*").
using CalendarField = std::vector<CalendarComponent>;

// An OnCalendar= expression of systemd.time(7) as systemd 252 keeps it. A value; names a zone, but
// holds none.
struct CalendarSpec {
  std::uint8_t weekdays = 0;  // bit 0 is Monday; 0: any
  CalendarField year, month, day, hour, minute;
  CalendarField microsecond;  // of the minute: seconds with their fraction
  bool end_of_month = false;  // `day` counts back from the month's end: 1 is the last day
  std::string zone;           // "UTC" or an IANA name; empty: the host's local zone
  int dst = -1;              // 1 or 0: only daylight saving or only standard time of the local zone
  std::string abbreviation;  // what the text called it then, as "CEST"; otherwise empty
  friend bool operator==(const CalendarSpec&, const CalendarSpec&) = default;
};

// Why a text is no calendar expression.
struct CalendarProblem {
  std::size_t column;   // of the text, in bytes, the first is 1
  std::string message;  // "expected an hour from 0 to 23, got '45'"
  friend bool operator==(const CalendarProblem&, const CalendarProblem&) = default;
};

// Reads what systemd 252 reads, and refuses what it refuses. `zones` says which names are zones and
// what the local zone calls its times; it is asked only when the last word may be one.
std::variant<CalendarSpec, CalendarProblem> parse_calendar(std::string_view text, TimeZones& zones);

// The normal form, as `systemd-analyze calendar` prints it: "Mon *-*-* 02:00:00 Europe/Berlin".
std::string to_string(const CalendarSpec& spec);

// The zone that `spec` is meant in. Throws Error where the database has it no more.
const TimeZone& zone_of(const CalendarSpec& spec, TimeZones& zones);

// When systemd 252 would elapse next, computing at `after`; strictly after it but for the quirk
// below. nullopt: never again, up to the year 2199, or not within the 1000 steps after which
// systemd gives up. `zone` is that of zone_of. Below 1 us for most, and no allocation.
//
// With daylight saving it is what systemd *does* that counts: a time in the hour that is left out
// is passed over; in the hour that comes twice, a schedule that started before it runs in the first
// one and then rests until both are over, while one that is computed within the second runs in
// that. Which of both a single time falls on depends on the season of `after`. The answer is before
// `after` when a time that is told by its DST ("12:00 CEST") is asked for in the second hour, and
// it can be where a clock is put back for good.
//
// A step that does not meet the end of its unit can leave out the start of the next day, month or
// year: "*:00/7" has no 00:00, because 23:63 becomes 00:03 there. "*:00..56/7" has.
std::optional<Instant> next_due(const CalendarSpec& spec, const TimeZone& zone, Instant after);

// Tells every due instant in (from, to], ascending, as a systemd that ran all the while would have
// them, until `visit` returns false.
void visit_due(const CalendarSpec& spec, const TimeZone& zone, Instant from, Instant to,
               const std::function<bool(Instant)>& visit);

// The last due instant at or before `at`, as a systemd that ran all the while would have it.
// nullopt: there was none since 1970-01-03.
std::optional<Instant> previous_due(const CalendarSpec& spec, const TimeZone& zone, Instant at);

}  // namespace sa
