#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sa {

// "M3.5.0/2": a weekday of a month at a time of day. Source: POSIX.1 on TZ, and tzfile(5).
struct YearlyDate {
  unsigned month = 1;           // 1..12
  unsigned week = 1;            // 1..5, where 5 is the last
  unsigned weekday = 0;         // 0 is Sunday
  std::int32_t seconds = 7200;  // since local midnight; below 0 and above a day happen (Nuuk, Gaza)
  friend bool operator==(const YearlyDate&, const YearlyDate&) = default;
};

// The last line of a tzfile, "CET-1CEST,M3.5.0,M10.5.0/3": what holds after its last transition.
struct PosixRule {
  std::string standard_name;
  std::string dst_name;
  std::int32_t standard_offset = 0;  // seconds east of UTC
  std::int32_t dst_offset = 0;
  YearlyDate dst_begins;
  YearlyDate dst_ends;
  friend bool operator==(const PosixRule&, const PosixRule&) = default;
};

// nullopt: no daylight saving in the rule, or not of the M form, which is all that the time zone
// database uses.
std::optional<PosixRule> parse_posix_rule(std::string_view text);

struct RuleChange {
  std::int64_t at;  // seconds since 1970 UTC
  bool dst;
};

// Both changes of a year, ascending.
std::array<RuleChange, 2> changes_in(const PosixRule& rule, int year);

}  // namespace sa
