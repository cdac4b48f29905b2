#pragma once

#include "core/instant.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// What a person (or sa-control by itself) did to a unit or to a timer of it.
struct Change {
  Instant at;
  std::string verb;  // "retire", "unretire", "pause", "resume", "run", "cancel", "stop"
  std::string unit;  // the unit or the timer that it was done to
  std::string by;    // a user's name
  std::optional<Instant> until{};  // of pause
  std::string reason{};
  friend bool operator==(const Change&, const Change&) = default;
};

// So many are remembered of a unit.
constexpr std::size_t most_changes = 20;

// Adds the change in the order of time, unless it is there already; the oldest may be forgotten.
// False: nothing has changed.
bool add_change(std::vector<Change>& changes, const Change& change);

// "paused backup.timer until 2026-11-22 06:00:00 UTC by alice: new disk"
std::string in_words(const Change& change);

}  // namespace sa
