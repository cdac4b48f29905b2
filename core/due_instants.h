#pragma once

#include "core/schedule.h"

#include <optional>
#include <vector>

namespace sa {

// The instants at which any part of a schedule is due, ascending, none twice, as a timer that was
// started at `from` and ran all the while would have them if each run ended at once. "every 15min"
// counts from `from`, and then from whatever was due last. `schedule` and `zones` must outlive
// this.
class DueInstants {
 public:
  // Throws Error where the database has a zone no more.
  DueInstants(const Schedule& schedule, TimeZones& zones, Instant from);

  // The next one; nullopt: never again.
  std::optional<Instant> next();

 private:
  struct Part {
    const CalendarSpec* spec;
    const TimeZone* zone;
    std::optional<Instant> due;
  };

  static void advance(Part& part);

  std::vector<Part> parts_;
  std::optional<Duration> every_;
  Instant last_;
};

}  // namespace sa
