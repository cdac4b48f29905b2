#include "core/calendar_values.h"

#include <algorithm>

namespace sa {

bool is_open_step(const CalendarComponent& part) {
  return part.repeat > 0 && part.stop < 0;
}

int last_of(const CalendarComponent& part, int high) {
  if (part.stop >= 0) return part.stop;
  if (part.repeat == 0) return part.start;
  return part.start + (high - part.start) / part.repeat * part.repeat;
}

std::bitset<64> values_of(const CalendarField& field, const UnitRange& unit) {
  std::bitset<64> allowed;
  const auto allow = [&](int first, int last, int step) {
    for (int value = first; value <= last; value += step) {
      allowed.set(static_cast<std::size_t>(value));
    }
  };
  if (field.empty()) allow(unit.low, unit.high, 1);
  for (const CalendarComponent& part : field) {
    allow(part.start, last_of(part, unit.high), std::max(part.repeat, 1));
  }
  return allowed;
}

}  // namespace sa
