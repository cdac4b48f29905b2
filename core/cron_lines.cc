#include "core/cron_lines.h"

#include "core/calendar_values.h"
#include "core/cron.h"
#include "core/cron_text.h"
#include "core/schedule_emission.h"

#include <algorithm>
#include <utility>

namespace sa {
namespace {

using Products = std::vector<CronSchedule>;

template <std::size_t size>
std::bitset<size> bits_of(const CalendarField& field, const UnitRange& unit) {
  return std::bitset<size>(values_of(field, unit).to_ullong());
}

// Bit 0 is Monday in systemd, and Sunday in cron.
std::bitset<7> weekdays_of(std::uint8_t weekdays) {
  std::bitset<7> bits;
  for (unsigned day = 0; day < 7; ++day)
    if (weekdays == 0 || (weekdays >> day & 1U) != 0) bits.set((day + 1) % 7);
  return bits;
}

bool is_at_full_minutes(const CalendarField& microsecond) {
  return microsecond.size() == 1 && microsecond[0].start == 0 && microsecond[0].repeat == 0 &&
         microsecond[0].stop <= 0;
}

// Their offsets from 2020 on.
std::vector<ZoneSpan> recent_spans(const TimeZone& zone) {
  constexpr std::int64_t since = 1577836800;
  std::vector<ZoneSpan> recent(
      zone.spans().begin() + static_cast<std::ptrdiff_t>(zone.span_at(since)), zone.spans().end());
  recent.front().begin = since;
  return recent;
}

bool is_local(const CalendarSpec& spec, TimeZones& zones) {
  if (spec.zone.empty()) return true;
  if (recent_spans(zone_of(spec, zones)) == recent_spans(zones.local())) return true;
  CalendarSpec local = spec;
  local.zone.clear();
  return can_be_in_utc(spec, zones) && can_be_in_utc(local, zones);
}

std::string obstacle_of(const CalendarSpec& spec, TimeZones& zones) {
  const std::string got = ", got '" + to_string(spec) + "'";
  if (!is_at_full_minutes(spec.microsecond))
    return "expected full minutes, cron knows no seconds" + got;
  if (!spec.year.empty()) return "expected no year, cron knows none" + got;
  if (spec.end_of_month) return "expected days counted from the first, as cron does" + got;
  if (spec.dst >= 0) return "expected no word for daylight saving time, cron knows none" + got;
  if (!is_local(spec, zones))
    return "expected the host's time zone " + zones.local().name() + ", which is cron's" + got;
  return {};
}

CronSchedule product_of(const CalendarSpec& spec) {
  CronSchedule product;
  product.minutes = bits_of<60>(spec.minute, minute_range);
  product.hours = bits_of<24>(spec.hour, hour_range);
  product.days = bits_of<32>(spec.day, day_range);
  product.months = bits_of<13>(spec.month, month_range);
  product.weekdays = weekdays_of(spec.weekdays);
  product.any_day = product.any_weekday = true;  // both must allow a day
  return product;
}

bool is_either(const CronSchedule& line) {
  return !line.any_day && !line.any_weekday;
}

int count_of_different_fields(const CronSchedule& a, const CronSchedule& b) {
  return (a.minutes != b.minutes) + (a.hours != b.hours) + (a.days != b.days) +
         (a.months != b.months) + (a.weekdays != b.weekdays);
}

CronSchedule united(CronSchedule a, const CronSchedule& b) {
  a.minutes |= b.minutes;
  a.hours |= b.hours;
  a.days |= b.days;
  a.months |= b.months;
  a.weekdays |= b.weekdays;
  return a;
}

bool is_any_weekday(const CronSchedule& product) {
  return product.weekdays.all();
}

bool is_every_day(const CronSchedule& product) {
  return product.days.count() == 31;
}

// The days of one and the weekdays of the other, for the same times.
std::optional<CronSchedule> either_of(const CronSchedule& a, const CronSchedule& b) {
  const bool fits = is_any_weekday(a) && is_every_day(b) && a.minutes == b.minutes &&
                    a.hours == b.hours && a.months == b.months;
  if (!fits) return std::nullopt;
  CronSchedule line = a;
  line.weekdays = b.weekdays;
  line.any_day = line.any_weekday = false;
  return line;
}

// One line for both; nullopt: there is none, or none is known.
std::optional<CronSchedule> joined(const CronSchedule& a, const CronSchedule& b) {
  if (is_either(a) || is_either(b)) return std::nullopt;
  const CronSchedule both = united(a, b);
  if (both == a || both == b || count_of_different_fields(a, b) == 1) return both;
  if (auto line = either_of(a, b)) return line;
  return either_of(b, a);
}

// Those that differ in one field come first: "0 4,5 1 * 1" is two lines otherwise.
bool join_two(Products& lines, bool also_days) {
  for (std::size_t i = 0; i < lines.size(); ++i)
    for (std::size_t j = i + 1; j < lines.size(); ++j) {
      const auto line = joined(lines[i], lines[j]);
      if (!line || (is_either(*line) && !also_days)) continue;
      lines[i] = *line;
      lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(j));
      return true;
    }
  return false;
}

bool shares_a_day(const CronSchedule& a, const CronSchedule& b) {
  if (is_either(a)) {
    CronSchedule days = a, weekdays = a;
    days.weekdays.set();
    weekdays.days.set().reset(0);
    days.any_day = weekdays.any_day = true;
    return shares_a_day(days, b) || shares_a_day(weekdays, b);
  }
  if (is_either(b)) return shares_a_day(b, a);
  return (a.days & b.days).any() && (a.weekdays & b.weekdays).any();
}

bool share_an_instant(const CronSchedule& a, const CronSchedule& b) {
  return (a.minutes & b.minutes).any() && (a.hours & b.hours).any() &&
         (a.months & b.months).any() && shares_a_day(a, b);
}

bool is_part_of(const CalendarSpec& spec, const CronSchedule& line) {
  return share_an_instant(product_of(spec), line);
}

std::size_t first_part_of(const std::vector<CalendarSpec>& calendars, const CronSchedule& line) {
  const auto found = std::ranges::find_if(
      calendars, [&](const CalendarSpec& spec) { return is_part_of(spec, line); });
  return static_cast<std::size_t>(found - calendars.begin());
}

// What of `line` is left in one of its fields beside that of `taken`, if anything; the field goes
// on with what both have.
template <std::size_t size>
void cut_field(CronSchedule& line, const CronSchedule& taken,
               std::bitset<size> CronSchedule::*field, Products& pieces) {
  const auto left = line.*field & ~(taken.*field);
  if (left.any()) {
    pieces.push_back(line);
    pieces.back().*field = left;
  }
  line.*field &= taken.*field;
}

// `line` without what `taken` has, in pieces that share nothing. Both are no either-lines.
Products without(CronSchedule line, const CronSchedule& taken) {
  Products pieces;
  cut_field(line, taken, &CronSchedule::minutes, pieces);
  cut_field(line, taken, &CronSchedule::hours, pieces);
  cut_field(line, taken, &CronSchedule::months, pieces);
  cut_field(line, taken, &CronSchedule::weekdays, pieces);
  cut_field(line, taken, &CronSchedule::days, pieces);
  return pieces;
}

bool can_be_said(const Products& lines) {
  return std::ranges::all_of(lines, [](const auto& line) { return cron_text(line).has_value(); });
}

// Takes out of one of two lines what both have; false: cron could not say what is left.
bool part(Products& lines, std::size_t first, std::size_t second) {
  if (is_either(lines[first]) || is_either(lines[second])) return false;
  for (const auto& [whole, cut] : {std::pair{first, second}, std::pair{second, first}}) {
    const Products pieces = without(lines[cut], lines[whole]);
    if (!can_be_said(pieces)) continue;
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(cut));
    lines.insert(lines.end(), pieces.begin(), pieces.end());
    return true;
  }
  return false;
}

// The two lines that come first of those that share an instant.
std::optional<std::pair<std::size_t, std::size_t>> met_twice(const Products& lines) {
  for (std::size_t i = 0; i < lines.size(); ++i)
    for (std::size_t j = i + 1; j < lines.size(); ++j)
      if (share_an_instant(lines[i], lines[j])) return std::pair{i, j};
  return std::nullopt;
}

void join_all(Products& lines) {
  for (const bool also_days : {false, true})
    while (join_two(lines, also_days)) {
    }
}

}  // namespace

std::variant<std::vector<std::string>, CronObstacle> cron_lines(
    const std::vector<CalendarSpec>& calendars, TimeZones& zones) {
  Products lines;
  for (std::size_t i = 0; i < calendars.size(); ++i) {
    if (std::string message = obstacle_of(calendars[i], zones); !message.empty())
      return CronObstacle{i, std::move(message)};
    lines.push_back(product_of(calendars[i]));
  }
  join_all(lines);
  while (const auto both = met_twice(lines)) {
    if (part(lines, both->first, both->second)) continue;
    return CronObstacle{first_part_of(calendars, lines[both->second]),
                        "expected schedules that are never due together, or one that says it all: "
                        "cron would start the job twice"};
  }
  std::vector<std::string> texts;
  for (const CronSchedule& line : lines) {
    const auto text = cron_text(line);
    if (!text)
      return CronObstacle{first_part_of(calendars, line),
                          "expected days of the month or of the week, cron takes either of them"};
    texts.push_back(*text);
  }
  return texts;
}

std::optional<CalendarSpec> by_the_clock(Duration span) {
  using namespace std::chrono;
  if (span <= Duration(0) || span % minutes(1) != Duration(0)) return std::nullopt;
  CalendarSpec spec;
  spec.microsecond = {{0, -1, 0}};
  const auto step =
      static_cast<int>(duration_cast<minutes>(std::min<Duration>(span, days(2))).count());
  if (step <= 60 && 60 % step == 0) {
    if (step > 1) spec.minute = {{0, -1, step == 60 ? 0 : step}};
    return spec;
  }
  if (step % 60 != 0 || 1440 % step != 0) return std::nullopt;
  spec.minute = {{0, -1, 0}};
  spec.hour = {{0, 24 - step / 60, step / 60}};
  if (step == 1440) spec.hour = {{0, -1, 0}};
  return spec;
}

}  // namespace sa
