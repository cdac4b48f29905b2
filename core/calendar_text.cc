#include "core/calendar.h"

#include <array>
#include <cstdio>

namespace sa {
namespace {

constexpr std::array<const char*, 7> day_names = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr int second_usec = 1000000;

bool has_day(const CalendarSpec& spec, int day) {
  return (spec.weekdays >> day & 1) != 0;
}

void append_weekdays(const CalendarSpec& spec, std::string& out) {
  for (int day = 0; day < 7; ++day) {
    if (!has_day(spec, day)) continue;
    int last = day;
    while (last < 6 && has_day(spec, last + 1)) ++last;
    if (!out.empty()) out += ',';
    out += day_names[static_cast<std::size_t>(day)];
    if (last > day) {
      out += last > day + 1 ? ".." : ",";
      out += day_names[static_cast<std::size_t>(last)];
    }
    day = last;
  }
  out += ' ';
}

struct Layout {
  int width;
  int unit;  // what the written whole number counts, in the field's own values
};

void append_number(const char* format, int width, int value, std::string& out) {
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), format, width, value);
  out += buffer.data();
}

void append_fraction(int value, const Layout& layout, std::string& out) {
  if (value % layout.unit > 0) append_number(".%0*d", 6, value % layout.unit, out);
}

void append_component(const CalendarComponent& part, const Layout& layout, std::string& out) {
  append_number("%0*d", layout.width, part.start / layout.unit, out);
  append_fraction(part.start, layout, out);
  if (part.stop > 0) append_number("..%0*d", layout.width, part.stop / layout.unit, out);
  append_fraction(part.stop, layout, out);
  const bool told_by_range = part.stop > 0 && part.repeat == layout.unit;
  if (part.repeat > 0 && !told_by_range) {
    append_number("/%0*d", 1, part.repeat / layout.unit, out);
  }
  append_fraction(part.repeat, layout, out);
}

bool is_every_second(const CalendarField& field) {
  for (const CalendarComponent& part : field) {
    if (part.start == 0 && part.stop < 0 && part.repeat == second_usec) return true;
  }
  return false;
}

void append_field(const CalendarField& field, const Layout& layout, std::string& out) {
  if (field.empty() || (layout.unit == second_usec && is_every_second(field))) {
    out += '*';
    return;
  }
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (i > 0) out += ',';
    append_component(field[i], layout, out);
  }
}

}  // namespace

std::string to_string(const CalendarSpec& spec) {
  std::string out;
  if (spec.weekdays != 0) append_weekdays(spec, out);
  append_field(spec.year, {4, 1}, out);
  out += '-';
  append_field(spec.month, {2, 1}, out);
  out += spec.end_of_month ? '~' : '-';
  append_field(spec.day, {2, 1}, out);
  out += ' ';
  append_field(spec.hour, {2, 1}, out);
  out += ':';
  append_field(spec.minute, {2, 1}, out);
  out += ':';
  append_field(spec.microsecond, {2, second_usec}, out);
  const std::string& zone = spec.zone.empty() ? spec.abbreviation : spec.zone;
  if (!zone.empty()) out += ' ' + zone;
  return out;
}

}  // namespace sa
