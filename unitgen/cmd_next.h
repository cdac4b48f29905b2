#pragma once

#include "core/instant.h"
#include "core/time_zone.h"

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace sa {

// What `sa-unitgen next` was asked for.
struct NextOptions {
  std::vector<std::string> schedules;  // as the `schedule` of a job file; due when any of them is
  std::string timezone;                // IANA name; empty: the host's
  Instant from;                        // --from, or now
  Instant now;                         // what "in 2h" counts from
  std::size_t count = 10;
  bool json = false;
};

// Writes the next due instants strictly after `from`, ascending, to `out`: one a line, as people
// read it, or as a JSON object with `due`. "every 15min" counts from `from`. Returns the exit code:
// 0, or 1 where a schedule is none; `err` then has a line for each problem, as
// "SCHEDULE:1:COLUMN: schedule: expected ...". Where nothing is left to tell, `err` says why.
// Throws Error when the time zone database cannot be read.
int cmd_next(const NextOptions& options, std::ostream& out, std::ostream& err, TimeZones& zones);

}  // namespace sa
