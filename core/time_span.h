#pragma once

#include "core/instant.h"

#include <optional>
#include <string>
#include <string_view>

namespace sa {

// Reads a time span as in systemd.time(7): "90s", "15min", "1d 2h", "1.5h", "90" (seconds).
// nullopt: not a time span, negative, or too long for 64 bits of microseconds. "infinity" is
// nullopt. A month is 30.44 days and a year 365.25, as in systemd.
std::optional<Duration> parse_time_span(std::string_view text);

// The span in the words that parse_time_span reads, of its largest unit and at most `parts` - 1
// units directly below it, the rest cut off: 3723s -> "1h 2min" with two parts, 3601s -> "1h".
// Below 1 s "250ms", "12us"; zero is "0s". A negative span begins with '-', which is not read back.
std::string time_span(Duration span, int parts = 2);

// The whole span, for a file that is read again: "36h" is "1d 12h", 1500001us "1s 500ms 1us". Days
// are the largest unit, because the longer ones have fractions. `span` is not negative.
std::string exact_time_span(Duration span);

}  // namespace sa
