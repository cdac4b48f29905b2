#pragma once

#include "core/instant.h"
#include "core/time_zone.h"
#include "unitgen/config/configuration.h"

#include <iosfwd>
#include <string>

namespace sa {

struct ShowOptions {
  Folders folders;
  std::string
      job;  // a job's name (or its unit's), or a job file: what has a slash or ends in .yaml
  std::string team;  // of a file that is not in the configuration
  Instant now;
};

// Writes the units that the job becomes to `out`, each below "# PATH", as `systemctl cat` does.
// Returns the exit code: 0, or 1 where there is no such job or its file has problems, which `err`
// tells. Throws Error.
int cmd_show(const ShowOptions& options, TimeZones& zones, std::ostream& out, std::ostream& err);

}  // namespace sa
