#pragma once

#include "core/instant.h"

#include <optional>
#include <string>
#include <string_view>

namespace sa {

// A timer that is held: the file paused/TIMER in the state directory of sa-control. It keeps the
// timer from being started (a condition of every timer), and tells the watcher of the pause.
struct Pause {
  std::string by;  // a user's name
  Instant at;      // since when; a later change of `until` or `reason` keeps it
  std::optional<Instant> until;
  std::string reason;
  // How the timer was found, for whoever ends the pause.
  bool active = false;
  std::string enabled;  // systemd's UnitFileState: "enabled", "static", "" (transient)
  std::string boot;     // in which it was so: when systemd began
  friend bool operator==(const Pause&, const Pause&) = default;
};

// One object in one line, with a line break at its end:
// {"by":"alice","at":"2026-11-22T04:11:36.005124Z","until":null,"reason":"...","active":true,...}.
std::string to_json(const Pause& pause);
// nullopt: no such object. Unknown keys are ignored; `by`, `reason` and how the timer was found may
// be absent, so that a file written by hand holds a timer, too.
std::optional<Pause> parse_pause(std::string_view json);

}  // namespace sa
