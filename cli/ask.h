#pragma once

#include "core/instant.h"

#include <optional>
#include <string>
#include <vector>

namespace sa {

// What sa-ask, the part of `sa` that speaks D-Bus, is to ask of sa-control, or of the watcher. A
// program of its own, so that `sa status` need not load what only these verbs use.
struct Ask {
  std::string verb;                // "pause", "resume", "run", "cancel", "retire" or "unretire"
  std::vector<std::string> units;  // full names of timers and services
  std::optional<Instant> until;    // of pause
  std::string reason;              // of pause and retire
  bool wait = false;               // of run: until it has ended
  bool stop = false;               // of retire: its timers, too
  bool interactive = false;        // a password may be asked for
  friend bool operator==(const Ask&, const Ask&) = default;
};

// The command line that asks: the installed program, then what ask_of() reads.
std::vector<std::string> command_of(const Ask& ask);
// Of the arguments behind the program's name; nullopt: they are not command_of()'s.
std::optional<Ask> ask_of(const std::vector<std::string>& arguments);

}  // namespace sa
