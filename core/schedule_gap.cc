#include "core/calendar_values.h"
#include "core/due_instants.h"

#include <algorithm>
#include <tuple>

namespace sa {
namespace {

constexpr int most_due = 400;
constexpr int most_without_shorter = 32;
constexpr int most_days_without_shorter = 4;

// The shortest way from one allowed value to the next, around the end of the unit too.
int shortest_step(const std::bitset<64>& allowed, const UnitRange& unit) {
  int shortest = unit.size();
  int first = -1;
  int last = -1;
  for (int value = unit.low; value <= unit.high; ++value) {
    if (!allowed[static_cast<std::size_t>(value)]) continue;
    if (last >= 0) shortest = std::min(shortest, value - last);
    if (first < 0) first = value;
    last = value;
  }
  return std::min(shortest, first + unit.size() - last);
}

// No two due instants are closer, but for changes of the clock; zero: not known.
Duration least_gap(const CalendarSpec& spec) {
  using namespace std::chrono;
  if (spec.microsecond != CalendarField{{0, -1, 0}}) return Duration{0};
  const auto minute = values_of(spec.minute, minute_range);
  if (minute.count() > 1) return minutes{shortest_step(minute, minute_range)};
  const auto hour = values_of(spec.hour, hour_range);
  if (hour.count() > 1) return hours{shortest_step(hour, hour_range)};
  return days{1};
}

// Known where all have the same times of the day, as the two of a cron line with both day fields.
Duration least_gap(const std::vector<CalendarSpec>& calendars) {
  if (calendars.empty()) return Duration{0};
  const auto time = [](const CalendarSpec& spec) {
    return std::tie(spec.hour, spec.minute, spec.microsecond, spec.zone);
  };
  const CalendarSpec& first = calendars.front();
  const bool same = std::all_of(calendars.begin(), calendars.end(), [&](const CalendarSpec& spec) {
    return time(spec) == time(first);
  });
  return same ? least_gap(first) : Duration{0};
}

std::optional<Duration> shortest_calendar_gap(const Schedule& schedule, TimeZones& zones,
                                              Instant from) {
  const Duration least = least_gap(schedule.calendars);
  const bool once_a_day = schedule.calendars.size() == 1 && least >= std::chrono::days{1};
  const int enough = once_a_day ? most_days_without_shorter : most_without_shorter;
  DueInstants instants(schedule, zones, from);
  std::optional<Duration> shortest;
  auto last = instants.next();
  for (int seen = 0, since = 0; last && seen < most_due && since < enough; ++seen) {
    const auto due = instants.next();
    if (!due) break;
    ++since;
    if (!shortest || *due - *last < *shortest) {
      shortest = *due - *last;
      since = 0;
    }
    if (*shortest <= least) break;
    last = due;
  }
  return shortest;
}

}  // namespace

std::optional<Duration> shortest_gap(const Schedule& schedule, TimeZones& zones, Instant from) {
  Schedule calendars;
  calendars.calendars = schedule.calendars;
  std::optional<Duration> shortest = shortest_calendar_gap(calendars, zones, from);
  for (const Duration every : schedule.every) {
    if (!shortest || every < *shortest) shortest = every;
  }
  return shortest;
}

}  // namespace sa
