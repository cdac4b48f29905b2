#pragma once

#include "core/run.h"

#include <optional>
#include <string>

namespace sa {

// How a run ended, as ending_of, but "success, exit 7" where another exit status than 0 was one;
// empty while no result is known.
std::string outcome(const Run& run);
// The outcome of a run that ended by itself, the state of any other: "running", "skipped".
std::string outcome_or_state(const Run& run);

// From began to ended; nullopt where one is not known.
std::optional<Duration> duration_of(const Run& run);
// How long it took, or takes so far: "250ms", "12.3s", "1h 2min"; empty: never began.
std::string duration_words(const Run& run, Instant now);
std::string span_words(Duration span);

// "timer", "manual, by alice, attempt 2", "timer (inferred)"
std::string trigger_words(const Run& run);

// Began, else when it was refused, skipped or found missing.
Instant happened(const Run& run);

}  // namespace sa
