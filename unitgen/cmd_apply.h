#pragma once

#include "core/instant.h"
#include "core/time_zone.h"
#include "unitgen/config/configuration.h"

#include <functional>
#include <iosfwd>
#include <string>

namespace sa {

struct ApplyOptions {
  Folders folders;
  bool dry_run = false;  // only tell: nothing is written, not even the state
  std::string zone;      // the host's
  Instant now;
  // Told now and then how many of the job files are read.
  std::function<void(std::size_t read, std::size_t all)> progress;
};

// Makes the units what the job files say, and tells on `out` what it changes, on `err` what is
// wrong with the files. Returns the exit code: 0, 1 where files have problems, 3 where systemd
// would not do something. Throws Error; then each unit file is the old or the new one, and the next
// apply completes what this one began.
int cmd_apply(const ApplyOptions& options, TimeZones& zones, std::ostream& out, std::ostream& err);

}  // namespace sa
