#include "core/time_span.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

namespace sa {
namespace {

struct Unit {
  std::string_view word;
  std::uint64_t usec;
};

constexpr std::uint64_t second = 1'000'000;
constexpr std::uint64_t minute = 60 * second;
constexpr std::uint64_t hour = 60 * minute;
constexpr std::uint64_t day = 24 * hour;
constexpr std::uint64_t week = 7 * day;
constexpr std::uint64_t year = 31'557'600 * second;  // 365.25 days, as systemd
constexpr std::uint64_t month = year / 12;
constexpr auto longest = static_cast<std::uint64_t>(Duration::max().count());

// Of words with the same beginning the longer one comes first.
constexpr Unit read_units[] = {
    {"seconds", second}, {"second", second}, {"sec", second}, {"s", second},
    {"minutes", minute}, {"minute", minute}, {"min", minute}, {"months", month},
    {"month", month},    {"M", month},       {"msec", 1000},  {"ms", 1000},
    {"m", minute},       {"hours", hour},    {"hour", hour},  {"hr", hour},
    {"h", hour},         {"days", day},      {"day", day},    {"d", day},
    {"weeks", week},     {"week", week},     {"w", week},     {"years", year},
    {"year", year},      {"y", year},        {"usec", 1},     {"us", 1},
    {"\u00b5s", 1},      {"\u03bcs", 1},     {"", second},
};

constexpr std::array<Unit, 9> written_units = {{{"y", year},
                                                {"month", month},
                                                {"w", week},
                                                {"d", day},
                                                {"h", hour},
                                                {"min", minute},
                                                {"s", second},
                                                {"ms", 1000},
                                                {"us", 1}}};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

void skip_blanks(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\n\r"), text.size()));
}

std::string_view take_digits(std::string_view& text) {
  const auto end = std::ranges::find_if_not(text, is_digit);
  const std::string_view digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(digits.size());
  return digits;
}

std::uint64_t take_unit(std::string_view& text) {
  const auto* const unit =
      std::ranges::find_if(read_units, [&](const Unit& u) { return text.starts_with(u.word); });
  text.remove_prefix(unit->word.size());
  return unit->usec;
}

// sum = sum + a * b, false where that is more than a Duration can hold.
bool add_product(std::uint64_t& sum, std::uint64_t a, std::uint64_t b) {
  std::uint64_t product = 0;
  return !__builtin_mul_overflow(a, b, &product) && !__builtin_add_overflow(sum, product, &sum) &&
         sum <= longest;
}

bool add_whole(std::uint64_t& sum, std::string_view digits, std::uint64_t unit) {
  std::uint64_t number = 0;
  for (const char c : digits) {
    std::uint64_t shifted = static_cast<std::uint64_t>(c - '0');
    if (!add_product(shifted, number, 10)) return false;
    number = shifted;
  }
  return add_product(sum, number, unit);
}

bool add_fraction(std::uint64_t& sum, std::string_view digits, std::uint64_t unit) {
  std::uint64_t fraction = 0;
  for (const char c : digits) {
    unit /= 10;
    fraction += static_cast<std::uint64_t>(c - '0') * unit;
  }
  return add_product(sum, fraction, 1);
}

// One "1.5h" off the front of `text`.
bool add_term(std::uint64_t& sum, std::string_view& text) {
  const std::string_view whole = take_digits(text);
  std::string_view fraction;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    fraction = take_digits(text);
    if (fraction.empty()) return false;
  }
  if (whole.empty() && fraction.empty()) return false;
  skip_blanks(text);
  const std::uint64_t unit = take_unit(text);
  return add_whole(sum, whole, unit) && add_fraction(sum, fraction, unit);
}

}  // namespace

std::optional<Duration> parse_time_span(std::string_view text) {
  skip_blanks(text);
  if (text.empty()) return std::nullopt;
  std::uint64_t sum = 0;
  for (; !text.empty(); skip_blanks(text))
    if (!add_term(sum, text)) return std::nullopt;
  return Duration{static_cast<std::int64_t>(sum)};
}

std::string time_span(Duration span, int parts) {
  std::string text = span.count() < 0 ? "-" : "";
  auto rest = static_cast<std::uint64_t>(span.count());
  if (span.count() < 0) rest = 0 - rest;
  if (rest == 0) return "0s";
  if (rest >= 1000) rest -= rest % 1000;
  const auto* const first =
      std::ranges::find_if(written_units, [&](const Unit& u) { return rest >= u.usec; });
  const auto* const last = first + std::min<std::ptrdiff_t>(parts, written_units.end() - first);
  for (const auto* unit = first; unit != last; ++unit) {
    const std::uint64_t count = rest / unit->usec;
    rest %= unit->usec;
    if (count == 0) continue;
    if (unit != first) text += ' ';
    text += std::to_string(count).append(unit->word);
  }
  return text;
}

std::string exact_time_span(Duration span) {
  std::string text;
  auto rest = static_cast<std::uint64_t>(span.count());
  for (const Unit& unit : written_units) {
    if (unit.usec > day || rest < unit.usec) continue;
    if (!text.empty()) text += ' ';
    text += std::to_string(rest / unit.usec).append(unit.word);
    rest %= unit.usec;
  }
  return text.empty() ? "0s" : text;
}

}  // namespace sa
