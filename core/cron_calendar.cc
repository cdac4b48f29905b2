#include "core/cron.h"

namespace sa {
namespace {

// The same distance between all of three values or more; 0: not so.
int even_step(const std::vector<int>& values) {
  if (values.size() < 3) return 0;
  const int step = values[1] - values[0];
  for (std::size_t i = 2; i < values.size(); ++i) {
    if (values[i] - values[i - 1] != step) return 0;
  }
  return step;
}

// "1,2,3,7" as "1..3,7".
CalendarField runs_of(const std::vector<int>& values) {
  CalendarField field;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t first = i;
    while (i + 1 < values.size() && values[i + 1] == values[i] + 1) ++i;
    if (i >= first + 2) {
      field.push_back({values[first], values[i], 1});
    } else {
      for (std::size_t each = first; each <= i; ++each) field.push_back({values[each], -1, 0});
    }
  }
  return field;
}

// The shortest field that allows the set bits; `low` is the unit's least value.
template <std::size_t size>
CalendarField field_of(const std::bitset<size>& allowed, int low) {
  constexpr int high = static_cast<int>(size) - 1;
  std::vector<int> values;
  for (int value = low; value <= high; ++value) {
    if (allowed[static_cast<std::size_t>(value)]) values.push_back(value);
  }
  if (static_cast<int>(values.size()) == high - low + 1) return {};
  const int step = even_step(values);
  if (step < 2) return runs_of(values);
  // An open range is shorter, but where its next step does not fall on its first value of the next
  // hour or day, systemd 252 leaves that one out: "*:00/7" has no 00:00.
  const bool comes_round = low == 0 && values.back() + step - (high + 1) == values.front();
  return {{values.front(), comes_round ? -1 : values.back(), step}};
}

// Bit 0 is Sunday in cron, and Monday in systemd.
std::uint8_t weekdays_of(const std::bitset<7>& allowed) {
  if (allowed.all()) return 0;
  unsigned weekdays = 0;
  for (unsigned day = 0; day < 7; ++day) {
    if (allowed[(day + 1) % 7]) weekdays |= 1U << day;
  }
  return static_cast<std::uint8_t>(weekdays);
}

}  // namespace

std::vector<CalendarSpec> calendar_of(const CronSchedule& schedule, std::string_view zone) {
  if (schedule.at_boot) return {};
  CalendarSpec spec;
  spec.month = field_of(schedule.months, 1);
  spec.day = field_of(schedule.days, 1);
  spec.weekdays = weekdays_of(schedule.weekdays);
  spec.hour = field_of(schedule.hours, 0);
  spec.minute = field_of(schedule.minutes, 0);
  spec.microsecond = {{0, -1, 0}};
  spec.zone = zone;
  const bool either = !schedule.any_day && !schedule.any_weekday;
  const bool both_matter = spec.weekdays != 0 && !spec.day.empty();
  if (!either) return {spec};
  CalendarSpec by_weekday = spec;
  by_weekday.day.clear();
  if (!both_matter) {
    // One of the fields allows every day, and either is enough.
    by_weekday.weekdays = 0;
    return {by_weekday};
  }
  spec.weekdays = 0;
  return {spec, by_weekday};
}

}  // namespace sa
