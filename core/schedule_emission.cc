#include "core/schedule_emission.h"

#include "core/calendar_values.h"

#include <algorithm>
#include <tuple>

namespace sa {
namespace {

constexpr std::int64_t judged_since = 1577836800;  // 2020-01-01

enum class Closing { where_it_matters, always };

void close_steps(CalendarField& field, const UnitRange& unit,
                 Closing closing = Closing::where_it_matters) {
  for (CalendarComponent& part : field) {
    if (!is_open_step(part)) continue;
    const int last = last_of(part, unit.high);
    const int carried_over = last + part.repeat - unit.size();
    const bool loses = carried_over > field.front().start;
    if (loses || closing == Closing::always) part.stop = last;
  }
  std::sort(field.begin(), field.end(), [](const CalendarComponent& a, const CalendarComponent& b) {
    return std::tie(a.start, a.stop, a.repeat) < std::tie(b.start, b.stop, b.repeat);
  });
  field.erase(std::unique(field.begin(), field.end()), field.end());
}

// "~28/20" counts from the 28th last day to the 8th last.
void close_step_from_end(CalendarField& field) {
  if (field.size() != 1 || !is_open_step(field.front())) return;
  CalendarComponent& part = field.front();
  const int last = 1 + (part.start - 1) % part.repeat;
  const int first_day = day_range.high + 1 - part.start;
  const int carried_over = day_range.high + 1 - last + part.repeat - day_range.size();
  if (carried_over > first_day) part = {last, part.start, part.repeat};
}

bool is_any(const CalendarField& field, const UnitRange& unit) {
  return static_cast<int>(values_of(field, unit).count()) == unit.size();
}

bool is_every_hour(const CalendarSpec& spec) {
  return spec.weekdays == 0 && spec.year.empty() && !spec.end_of_month &&
         is_any(spec.month, month_range) && is_any(spec.day, day_range) &&
         is_any(spec.hour, hour_range);
}

bool has_whole_hours(const TimeZone& zone) {
  const auto& spans = zone.spans();
  return std::all_of(spans.begin() + static_cast<std::ptrdiff_t>(zone.span_at(judged_since)),
                     spans.end(), [](const ZoneSpan& span) { return span.offset % 3600 == 0; });
}

}  // namespace

CalendarSpec with_closed_steps(const CalendarSpec& spec) {
  CalendarSpec out = spec;
  close_steps(out.month, month_range);
  out.end_of_month ? close_step_from_end(out.day) : close_steps(out.day, day_range);
  close_steps(out.hour, hour_range, Closing::always);
  close_steps(out.minute, minute_range);
  close_steps(out.microsecond, microsecond_range);
  return out;
}

bool can_be_in_utc(const CalendarSpec& spec, TimeZones& zones) {
  return spec.dst < 0 && is_every_hour(spec) && has_whole_hours(zone_of(spec, zones));
}

CalendarSpec emitted(const CalendarSpec& spec, TimeZones& zones) {
  CalendarSpec out = with_closed_steps(spec);
  if (can_be_in_utc(spec, zones)) out.zone = "UTC";
  return out;
}

bool can_be_due(const CalendarSpec& spec) {
  CalendarSpec plain = with_closed_steps(spec);
  plain.dst = -1;
  return next_due(plain, TimeZone(), Instant{}).has_value();
}

}  // namespace sa
