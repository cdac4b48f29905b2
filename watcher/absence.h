#pragma once

#include "core/instant.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// A span in which due instants pass and nobody can serve them; or, unwatched, nobody can tell
// whether somebody did: there is no journal to read up in.
struct Absence {
  enum class Kind : std::uint8_t { off, asleep, clock_step, unwatched };
  Kind kind = Kind::off;
  Instant from;
  Instant to;
  friend bool operator==(const Absence&, const Absence&) = default;
};

// "the host was off from 2026-11-22 02:00:00 UTC to 2026-11-22 07:00:00 UTC"
std::string in_words(const Absence& absence);

// A line each, for a note of the log, and back; lines that are none are left out.
std::string to_note(const std::vector<Absence>& absences);
std::vector<Absence> absences_of_note(std::string_view note);

}  // namespace sa
