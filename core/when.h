#pragma once

#include "core/instant.h"

#include <optional>
#include <string_view>

namespace sa {

// Reads an instant as a person writes it: RFC 3339, or systemd.time(7): "now", "today",
// "yesterday", "tomorrow" (midnight), "-5min", "+1h", "5min ago", "in 5min" and "5min left",
// "@1795320696.5", "2026-11-22 10:00[:30]", "2026-11-22", "10:00" (today), each date with a weekday
// before it if it is the right one, each reading of a clock with "UTC" after it if it is not local.
// A bare time span with a unit, "2h", is that long ago. nullopt: none of these.
std::optional<Instant> parse_when(std::string_view text, Instant now);

}  // namespace sa
