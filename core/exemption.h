#pragma once

#include "core/instant.h"

#include <optional>
#include <string>

namespace sa {

// A span in which a timer was held, as the log books it. Nothing is expected in it.
struct PausedSpan {
  std::string by{};  // a user's name
  Instant at;
  std::optional<Instant> until{};  // nullopt: until somebody resumes it
  std::string reason{};
  std::optional<Instant> ended{};  // when it was over; nullopt: the timer is held still
  friend bool operator==(const PausedSpan&, const PausedSpan&) = default;
};

// Nobody expects the unit any more.
struct Retirement {
  std::string by{};  // a user's name
  Instant at;
  std::string reason{};
  friend bool operator==(const Retirement&, const Retirement&) = default;
};

// Whether the pause takes the due instant `due` away. `until` ends it even where the timer is held
// longer.
bool covers(const PausedSpan& pause, Instant due);
// "by alice until 2026-11-22 06:00:00 UTC: kernel upgrade"
std::string in_words(const PausedSpan& pause);
// "by alice: moved to another host"
std::string in_words(const Retirement& retirement);

}  // namespace sa
