#pragma once

#include "core/instant.h"
#include "core/time_zone.h"

#include <optional>
#include <string>

namespace sa {

// How long runs are kept where no option says so.
constexpr Duration usual_retention = std::chrono::hours(24 * 400);

// How long runs are kept by scriptactivity.yaml at `path`: nullopt is for ever. Where the file is
// not there, or says nothing of it, usual_retention. Throws Error with the first problem where it
// cannot be read.
std::optional<Duration> retention_setting(const std::string& path, TimeZones& zones);

}  // namespace sa
