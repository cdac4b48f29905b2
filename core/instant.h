#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sa {

// A point in time: microseconds since 1970-01-01 UTC (CLOCK_REALTIME), systemd's own resolution.
// Absent instants are std::optional, never 0 and never systemd's 2^64-1.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;
using Duration = std::chrono::microseconds;

// "2026-11-22T04:11:36.005124Z": RFC 3339 in UTC with six digits of fraction, 27 characters.
// Range: years 0000 to 9999; instants outside are clamped to it.
std::string rfc3339(Instant instant);

// Writes the same 27 characters to `out`, without a terminating zero; no allocation.
constexpr std::size_t rfc3339_size = 27;
void write_rfc3339(Instant instant, char* out);

// "2026-11-22 02:00:00 UTC", for a sentence.
std::string utc_words(Instant instant);

// Reads RFC 3339 with "Z" or a numeric offset and 0 to 9 digits of fraction (cut to microseconds).
// nullopt: not RFC 3339, no such date, or a leap second, which CLOCK_REALTIME does not count.
std::optional<Instant> parse_rfc3339(std::string_view text);

// systemd's usec_t: 0 and 2^64-1 mean "never", which is nullopt here.
std::optional<Instant> instant_from_usec(std::uint64_t usec);

}  // namespace sa
