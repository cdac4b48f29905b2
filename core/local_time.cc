#include "core/local_time.h"

#include "core/time_span.h"

#include <cerrno>
#include <ctime>

namespace sa {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

tm local_fields(Instant instant) {
  const std::time_t second = std::chrono::floor<seconds>(instant).time_since_epoch().count();
  tm fields{};
  localtime_r(&second, &fields);
  return fields;
}

std::string formatted(const tm& fields, const char* format) {
  char text[64];
  return {text, std::strftime(text, sizeof text, format, &fields)};
}

constexpr std::size_t second_size = sizeof("2026-11-22 04:11:36") - 1;

std::optional<Instant> utc_second_at_end_of(std::string_view text) {
  if (text.size() < second_size) return std::nullopt;
  std::string second(text.substr(text.size() - second_size));
  if (second[10] != ' ') return std::nullopt;
  second[10] = 'T';
  return parse_rfc3339(second + 'Z');
}

}  // namespace

LocalClock local_clock(Instant instant) {
  const tm fields = local_fields(instant);
  return {fields.tm_year + 1900, fields.tm_mon + 1, fields.tm_mday,
          fields.tm_hour,        fields.tm_min,     fields.tm_sec};
}

std::optional<Instant> instant_of(const LocalClock& clock) {
  tm fields{};
  fields.tm_year = clock.year - 1900;
  fields.tm_mon = clock.month - 1;
  fields.tm_mday = clock.day;
  fields.tm_hour = clock.hour;
  fields.tm_min = clock.minute;
  fields.tm_sec = clock.second;
  fields.tm_isdst = -1;
  errno = 0;
  const std::time_t second = std::mktime(&fields);
  if (second == -1 && errno != 0) return std::nullopt;
  return Instant{seconds{second}};
}

std::string local_second(Instant instant) {
  return formatted(local_fields(instant), "%Y-%m-%d %H:%M:%S");
}

std::string local_full(Instant instant) {
  const tm fields = local_fields(instant);
  const auto fraction = (instant - std::chrono::floor<seconds>(instant)).count();
  std::string digits = std::to_string(1'000'000 + fraction);
  digits[0] = '.';
  return formatted(fields, "%a %Y-%m-%d %H:%M:%S") + digits + formatted(fields, " %Z");
}

std::string local_near(Instant instant, Instant now) {
  if (std::chrono::abs(now - instant) < std::chrono::hours{12}) return relative(instant, now);
  return formatted(local_fields(instant), "%Y-%m-%d %H:%M");
}

std::string relative(Instant instant, Instant now) {
  const Duration distance = std::chrono::abs(now - instant);
  if (distance < seconds{1}) return "now";
  const std::string span = time_span(distance, distance < std::chrono::hours{1} ? 1 : 2);
  return instant > now ? "in " + span : span + " ago";
}

std::string in_local_zone(std::string_view text) {
  constexpr std::string_view zone = " UTC";
  std::string out;
  for (auto at = text.find(zone); at != std::string_view::npos; at = text.find(zone)) {
    out += text.substr(0, at);
    text.remove_prefix(at + zone.size());
    const auto instant = utc_second_at_end_of(out);
    if (instant) out.resize(out.size() - second_size);
    out += instant ? formatted(local_fields(*instant), "%Y-%m-%d %H:%M:%S %Z") : std::string(zone);
  }
  return out.append(text);
}

}  // namespace sa
