#pragma once

#include "core/calendar.h"
#include "core/run.h"
#include "core/unit_event.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sa {

// The due instants of timers, by their OnCalendar= expressions; a timer without any (monotonic
// timers) has none here. Knows each expression once it was parsed.
class DueFinder {
 public:
  // `zones` must live as long.
  explicit DueFinder(TimeZones& zones) : zones_(zones) {}

  // The newest due instant at or before `at`; nullopt: none.
  std::optional<Instant> due_before(const TimerSeen& timer, Instant at);
  // The first due instant after `at`; nullopt: never again.
  std::optional<Instant> due_after(const TimerSeen& timer, Instant at);

  // For a run that only the journal told of: its timer is inferred where a due instant of one of
  // its timers lies so shortly before it that only the timer's own slack is between. nullopt: none.
  struct Inferred {
    Trigger trigger;
    Instant due;
  };
  std::optional<Inferred> infer(const std::vector<const TimerSeen*>& timers, Instant began);

 private:
  // nullptr: not an expression that we can read.
  const CalendarSpec* spec(const std::string& calendar);
  std::map<std::string, std::optional<CalendarSpec>, std::less<>> specs_;
  TimeZones& zones_;
};

}  // namespace sa
