#pragma once

#include "core/instant.h"
#include "core/time_zone.h"

#include <optional>
#include <string>
#include <vector>

namespace sa {

// How long runs are kept where no option says so.
constexpr Duration usual_retention = std::chrono::hours(24 * 400);

// What scriptactivity.yaml says to the watcher.
struct HostSettings {
  std::optional<Duration> retention = usual_retention;  // nullopt: runs are kept for ever
  std::vector<std::string> notify;                      // of units that say nothing of it
};

// Of the file at `path`; where it is not there, what is usual. Throws Error with the first problem
// where it cannot be read.
HostSettings host_settings(const std::string& path, TimeZones& zones);

}  // namespace sa
