#include "core/instant.h"

#include <algorithm>

namespace sa {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr Instant first_instant = sys_days{year{0} / 1 / 1};
constexpr Instant last_instant = sys_days{year{10000} / 1 / 1} - microseconds{1};

char* put_digits(char* out, std::uint64_t number, int width) {
  for (int i = width - 1; i >= 0; --i) {
    out[i] = static_cast<char>('0' + number % 10);
    number /= 10;
  }
  return out + width;
}

char* put(char* out, char c) {
  *out = c;
  return out + 1;
}

// Takes what it reads off the front of `text`, and says false where it is not there.
struct Cursor {
  std::string_view text;

  bool take(char wanted) {
    const bool there = text.starts_with(wanted);
    if (there) text.remove_prefix(1);
    return there;
  }

  bool number(std::size_t width, int& value) {
    if (text.size() < width) return false;
    value = 0;
    for (const char c : text.substr(0, width)) {
      if (c < '0' || c > '9') return false;
      value = value * 10 + (c - '0');
    }
    text.remove_prefix(width);
    return true;
  }
};

std::optional<sys_days> take_date(Cursor& cursor) {
  int y = 0, m = 0, d = 0;
  if (!cursor.number(4, y) || !cursor.take('-') || !cursor.number(2, m) || !cursor.take('-') ||
      !cursor.number(2, d))
    return std::nullopt;
  const year_month_day date{year{y}, std::chrono::month{static_cast<unsigned>(m)},
                            std::chrono::day{static_cast<unsigned>(d)}};
  if (!date.ok()) return std::nullopt;
  return sys_days{date};
}

std::optional<microseconds> take_fraction(Cursor& cursor) {
  if (cursor.text.empty() || cursor.text[0] != '.') return microseconds{0};
  cursor.text.remove_prefix(1);
  int digits = 0, digit = 0, value = 0;
  for (; digits < 10 && cursor.number(1, digit); ++digits)
    if (digits < 6) value = value * 10 + digit;
  if (digits == 0 || digits > 9) return std::nullopt;
  for (int i = digits; i < 6; ++i) value *= 10;
  return microseconds{value};
}

std::optional<microseconds> take_time(Cursor& cursor) {
  int h = 0, m = 0, s = 0;
  if (!cursor.number(2, h) || !cursor.take(':') || !cursor.number(2, m) || !cursor.take(':') ||
      !cursor.number(2, s) || h > 23 || m > 59 || s > 59)
    return std::nullopt;
  const auto fraction = take_fraction(cursor);
  if (!fraction) return std::nullopt;
  return hours{h} + minutes{m} + seconds{s} + *fraction;
}

std::optional<minutes> take_offset(Cursor& cursor) {
  if (cursor.take('Z') || cursor.take('z')) return minutes{0};
  if (cursor.text.empty() || (cursor.text[0] != '+' && cursor.text[0] != '-')) return std::nullopt;
  const bool west = cursor.text[0] == '-';
  cursor.text.remove_prefix(1);
  int h = 0, m = 0;
  if (!cursor.number(2, h) || !cursor.take(':') || !cursor.number(2, m) || h > 23 || m > 59)
    return std::nullopt;
  const minutes offset = hours{h} + minutes{m};
  return west ? -offset : offset;
}

}  // namespace

void write_rfc3339(Instant instant, char* out) {
  instant = std::clamp(instant, first_instant, last_instant);
  const auto day = std::chrono::floor<days>(instant);
  const year_month_day date{day};
  const auto since_midnight = static_cast<std::uint64_t>((instant - day).count());
  const std::uint64_t second = since_midnight / 1'000'000;
  out = put_digits(out, static_cast<std::uint64_t>(static_cast<int>(date.year())), 4);
  out = put_digits(put(out, '-'), static_cast<unsigned>(date.month()), 2);
  out = put_digits(put(out, '-'), static_cast<unsigned>(date.day()), 2);
  out = put_digits(put(out, 'T'), second / 3600, 2);
  out = put_digits(put(out, ':'), second / 60 % 60, 2);
  out = put_digits(put(out, ':'), second % 60, 2);
  out = put_digits(put(out, '.'), since_midnight % 1'000'000, 6);
  put(out, 'Z');
}

std::string rfc3339(Instant instant) {
  std::string text(rfc3339_size, '\0');
  write_rfc3339(instant, text.data());
  return text;
}

std::string utc_words(Instant instant) {
  const std::string text = rfc3339(instant);
  return text.substr(0, 10) + " " + text.substr(11, 8) + " UTC";
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
  Cursor cursor{text};
  const auto day = take_date(cursor);
  if (!day || !(cursor.take('T') || cursor.take('t'))) return std::nullopt;
  const auto time = take_time(cursor);
  if (!time) return std::nullopt;
  const auto offset = take_offset(cursor);
  if (!offset || !cursor.text.empty()) return std::nullopt;
  return *day + *time - *offset;
}

std::optional<Instant> instant_from_usec(std::uint64_t usec) {
  constexpr auto most = static_cast<std::uint64_t>(Instant::max().time_since_epoch().count());
  if (usec == 0 || usec > most) return std::nullopt;
  return Instant{microseconds{static_cast<std::int64_t>(usec)}};
}

}  // namespace sa
