#pragma once

#include "core/calendar.h"

#include <bitset>

namespace sa {

// The least and greatest value of a unit of the calendar.
struct UnitRange {
  int low;
  int high;
  constexpr int size() const { return high - low + 1; }
};

inline constexpr UnitRange month_range{1, 12};
inline constexpr UnitRange day_range{1, 31};
inline constexpr UnitRange hour_range{0, 23};
inline constexpr UnitRange minute_range{0, 59};
inline constexpr UnitRange microsecond_range{0, 59'999'999};

// "0/5" or "3/5": a step without an end of its own.
bool is_open_step(const CalendarComponent& part);
// The greatest value of `part` that is not above `high`.
int last_of(const CalendarComponent& part, int high);
// The values of `unit` (of 64 at most) that `field` allows.
std::bitset<64> values_of(const CalendarField& field, const UnitRange& unit);

}  // namespace sa
