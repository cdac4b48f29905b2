#pragma once

#include "control/request.h"

#include <string>

namespace sa {

// A change that was made, for the journal.
struct Note {
  Request request;
  std::string team;  // of the unit; empty: none
  std::string what;  // "paused 'backup.timer' until 2026-11-22T06:00:00.000000Z"
};

// Writes the change into the journal with who, what and why as fields: see
// org.scriptactivity.Control1(5). The unit's own log shows it, too.
void tell_journal(const Note& note);

// To the service manager, sd_notify(3). From `stopping` on it starts us anew when we are asked for,
// once we have ended.
void tell_ready();
void tell_stopping();

}  // namespace sa
