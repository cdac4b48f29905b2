#pragma once

#include "core/due_book.h"
#include "core/run.h"
#include "core/unit_event.h"

#include <optional>
#include <vector>

namespace sa {

// The due instants of timers, by their OnCalendar= expressions; a timer without any (monotonic
// timers) has none here. Knows each expression once it was parsed.
class DueFinder {
 public:
  // `zones` must live as long.
  explicit DueFinder(TimeZones& zones) : book_(zones) {}

  DueBook& book() { return book_; }

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
  DueBook book_;
};

}  // namespace sa
