#pragma once

#include "core/instant.h"
#include "core/time_zone.h"
#include "unitgen/config/configuration.h"

#include <iosfwd>
#include <string>
#include <vector>

namespace sa {

struct CheckOptions {
  Folders folders;
  // Job files, policies or scriptactivity.yaml. Those that lie in the configuration are judged as
  // they are there, others as root's own or as `team`'s. Empty: the whole configuration.
  std::vector<std::string> files;
  std::string team;
  Instant now;
};

// Tells on `err` everything that can be told of the files, FILE:LINE:COLUMN: ..., and on `out` the
// sums. Returns the exit code: 0, or 1 where there is a problem. Throws Error.
int cmd_check(const CheckOptions& options, TimeZones& zones, std::ostream& out, std::ostream& err);

}  // namespace sa
