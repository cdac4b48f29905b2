#pragma once

#include "core/instant.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// What a unit owes and whose it is: [X-ScriptActivity] of a timer or service, and the little of
// [Service] that the bus need not be asked for. Spans as in systemd.time(7).
struct UnitFacts {
  bool has_section = false;  // [X-ScriptActivity] stands somewhere
  std::string job;
  std::string team;
  std::vector<std::string> tags;
  std::optional<Duration> grace, deadline, min_runtime, max_runtime;
  std::uint32_t alert_after = 1;
  std::vector<std::string> fatal_exit_status;  // numbers and signals: "75", "SIGUSR1"
  bool pause_on_fatal = false;                 // OnFatal=pause
  bool oneshot = false;                        // Type=oneshot
  bool other_success = false;  // SuccessExitStatus= says that more than exit 0 is clean

  // Takes over what `stronger` says; used to let the timer win over its service.
  void override_by(const UnitFacts& stronger);
  friend bool operator==(const UnitFacts&, const UnitFacts&) = default;
};

// Reads one unit file or drop-in on top of `facts`, as systemd.syntax(7) says: later lines win,
// an empty value resets, a backslash continues a line. Unknown keys and values that cannot be read
// are ignored.
void read_unit_text(std::string_view text, UnitFacts& facts);

}  // namespace sa
