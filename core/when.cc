#include "core/when.h"

#include "core/blanks.h"
#include "core/local_time.h"
#include "core/time_span.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace sa {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;
using std::chrono::year_month_day;

// Takes `suffix` off the end of text, and blanks before it.
bool take_end(std::string_view& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  text = trimmed(text);
  return true;
}

bool take_begin(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// Takes one to `most` digits off the front.
std::optional<int> take_number(std::string_view& text, std::size_t most) {
  const auto size = std::min(most, std::min(text.find_first_not_of("0123456789"), text.size()));
  if (size == 0) return std::nullopt;
  int number = 0;
  std::from_chars(text.data(), text.data() + size, number);
  text.remove_prefix(size);
  return number;
}

// now + span or now - span, nullopt where that is out of reach.
std::optional<Instant> moved(Instant now, std::string_view span_text, bool back) {
  const auto span = parse_time_span(span_text);
  if (!span) return std::nullopt;
  std::int64_t sum = 0;
  const std::int64_t start = now.time_since_epoch().count();
  const bool overflow = back ? __builtin_sub_overflow(start, span->count(), &sum)
                             : __builtin_add_overflow(start, span->count(), &sum);
  if (overflow) return std::nullopt;
  return Instant{microseconds{sum}};
}

std::optional<Instant> midnight(Instant now, int days_on) {
  LocalClock clock = local_clock(now);
  clock.day += days_on;
  clock.hour = clock.minute = clock.second = 0;
  return instant_of(clock);
}

std::optional<Instant> word(std::string_view text, Instant now) {
  if (text == "now") return now;
  if (text == "today") return midnight(now, 0);
  if (text == "yesterday") return midnight(now, -1);
  if (text == "tomorrow") return midnight(now, 1);
  return std::nullopt;
}

std::optional<Instant> from_now(std::string_view text, Instant now) {
  if (take_begin(text, "+") || take_begin(text, "in ")) return moved(now, text, false);
  if (take_begin(text, "-")) return moved(now, text, true);
  if (take_end(text, " ago")) return moved(now, text, true);
  if (take_end(text, " left")) return moved(now, text, false);
  const bool has_unit = std::ranges::any_of(
      text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  return has_unit ? moved(now, text, true) : std::nullopt;
}

std::optional<Instant> unix_time(std::string_view text) {
  if (!take_begin(text, "@") || text.empty()) return std::nullopt;
  if (text.find_first_not_of("0123456789.") != std::string_view::npos) return std::nullopt;
  return moved(Instant{}, text, false);
}

// Takes "Sun " or "sunday " off the front: 0 for Sunday. nullopt: there is none.
std::optional<unsigned> take_weekday(std::string_view& text) {
  constexpr std::string_view names[] = {"sunday",   "monday", "tuesday", "wednesday",
                                        "thursday", "friday", "saturday"};
  const auto blank = std::min(text.find(' '), text.size());
  std::string first(text.substr(0, blank));
  std::ranges::transform(first, first.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  for (unsigned day = 0; day < std::size(names); ++day) {
    if (first != names[day] && first != names[day].substr(0, 3)) continue;
    text = trimmed(text.substr(blank));
    return day;
  }
  return std::nullopt;
}

bool is_date(const LocalClock& clock, std::optional<unsigned> weekday) {
  const year_month_day date{std::chrono::year{clock.year},
                            std::chrono::month{static_cast<unsigned>(clock.month)},
                            std::chrono::day{static_cast<unsigned>(clock.day)}};
  return date.ok() &&
         (!weekday || std::chrono::weekday{std::chrono::sys_days{date}}.c_encoding() == *weekday);
}

// "2026-11-22" off the front.
bool take_date(std::string_view& text, LocalClock& clock) {
  const auto year = take_number(text, 4);
  if (!year || !take_begin(text, "-")) return false;
  const auto month = take_number(text, 2);
  if (!month || !take_begin(text, "-")) return false;
  const auto day = take_number(text, 2);
  if (!day || *year < 1000) return false;
  clock.year = *year;
  clock.month = *month;
  clock.day = *day;
  return true;
}

// "10:00", "10:00:30", "10:00:30.25" off the front.
bool take_clock(std::string_view& text, LocalClock& clock, Duration& fraction) {
  const auto hour = take_number(text, 2);
  if (!hour || !take_begin(text, ":")) return false;
  const auto minute = take_number(text, 2);
  if (!minute || *hour > 23 || *minute > 59) return false;
  clock.hour = *hour;
  clock.minute = *minute;
  if (!take_begin(text, ":")) return true;
  const auto second = take_number(text, 2);
  if (!second || *second > 59) return false;
  clock.second = *second;
  if (!text.starts_with('.')) return true;
  const auto part = parse_time_span(text);
  if (!part || text.find_first_not_of("0123456789", 1) != std::string_view::npos) return false;
  fraction = *part;
  text = {};
  return true;
}

Instant utc_instant(const LocalClock& clock) {
  const std::chrono::sys_days date = std::chrono::year{clock.year} / clock.month /
                                     std::chrono::day{static_cast<unsigned>(clock.day)};
  return date + std::chrono::hours{clock.hour} + std::chrono::minutes{clock.minute} +
         seconds{clock.second};
}

// The day of now, at midnight.
LocalClock day_of(Instant now, bool utc) {
  LocalClock clock = local_clock(now);
  if (utc) {
    const year_month_day date{std::chrono::floor<std::chrono::days>(now)};
    clock.year = static_cast<int>(date.year());
    clock.month = static_cast<int>(static_cast<unsigned>(date.month()));
    clock.day = static_cast<int>(static_cast<unsigned>(date.day()));
  }
  clock.hour = clock.minute = clock.second = 0;
  return clock;
}

// Takes what is between a date and the time of the day.
bool take_gap(std::string_view& text) {
  if (text.empty() || take_begin(text, "T")) return true;
  if (!text.starts_with(' ')) return false;
  text = trimmed(text);
  return true;
}

std::optional<Instant> calendar(std::string_view text, Instant now) {
  const bool utc = take_end(text, " UTC") || take_end(text, "Z");
  const auto weekday = take_weekday(text);
  LocalClock clock = day_of(now, utc);
  std::string_view after_date = text;
  if (take_date(after_date, clock)) {
    text = after_date;
    if (!take_gap(text)) return std::nullopt;
  } else if (text.empty() || weekday) {
    return std::nullopt;
  }
  Duration fraction{0};
  if (!text.empty() && (!take_clock(text, clock, fraction) || !text.empty())) return std::nullopt;
  if (!is_date(clock, weekday)) return std::nullopt;
  const auto whole = utc ? utc_instant(clock) : instant_of(clock);
  if (!whole) return std::nullopt;
  return *whole + fraction;
}

}  // namespace

std::optional<Instant> parse_when(std::string_view text, Instant now) {
  text = trimmed(text);
  if (text.empty()) return std::nullopt;
  if (const auto instant = parse_rfc3339(text)) return instant;
  if (const auto instant = word(text, now)) return instant;
  if (const auto instant = unix_time(text)) return instant;
  if (const auto instant = calendar(text, now)) return instant;
  return from_now(text, now);
}

}  // namespace sa
