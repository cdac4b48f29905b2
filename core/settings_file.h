#pragma once

#include "core/instant.h"
#include "core/job_defaults.h"
#include "core/problem.h"

#include <optional>
#include <string_view>
#include <vector>

namespace sa {

// scriptactivity.yaml: what holds for all jobs of the host.
struct Settings {
  std::optional<Duration> retention;  // how long runs are kept; nullopt: as the watcher is told
  bool keep_forever = false;          // `retention: infinity`
  JobDefaults defaults;               // with `grace` and `notify` of the top level
  std::vector<std::string> notify;    // of `defaults`; empty: not said
};

struct ParsedSettings {
  std::optional<Settings> settings;  // nullopt when there is a problem
  std::vector<Problem> problems;     // in the order of the file
};

// An empty file has no settings and no problems.
ParsedSettings parse_settings(std::string_view text, TimeZones& zones);

}  // namespace sa
