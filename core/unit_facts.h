#pragma once

#include "core/instant.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// What makes a run of the unit a bad one. The log does not remember it: it holds as long as the
// unit's files say so.
struct RunRules {
  std::optional<Duration> min_runtime, max_runtime;
  std::vector<std::string> fatal_exit_status;  // numbers and signals: "75", "SIGUSR1"
  bool pause_on_fatal = false;                 // OnFatal=pause
  friend bool operator==(const RunRules&, const RunRules&) = default;
};

// What a unit owes and whose it is: [X-ScriptActivity] of a timer or service, and the little of
// [Service] that the bus need not be asked for. Spans as in systemd.time(7).
struct UnitFacts : RunRules {
  bool has_section = false;  // [X-ScriptActivity] stands somewhere
  std::string job;
  std::string team;
  std::vector<std::string> tags;
  std::optional<Duration> grace, deadline;
  std::optional<std::uint32_t> alert_after;
  std::vector<std::string> notify;  // whom to tell, see NotifyTarget; empty: not said
  bool oneshot = false;             // Type=oneshot
  bool other_success = false;       // SuccessExitStatus= says that more than exit 0 is clean

  // Takes over what `stronger` says; used to let the timer win over its service.
  void override_by(const UnitFacts& stronger);
  friend bool operator==(const UnitFacts&, const UnitFacts&) = default;
};

// Whether a service that ended so has failed fatally. `signal`: "SIGTERM" or "TERM"; empty: none.
bool is_fatal_ending(const RunRules& rules, std::optional<int> exit_status,
                     std::string_view signal);

// Reads one unit file or drop-in on top of `facts`, as systemd.syntax(7) says: later lines win,
// an empty value resets, as "infinity" does of Deadline= and MaxRuntime=, a backslash continues a
// line. Unknown keys and values that cannot be read are ignored: what was said before holds.
void read_unit_text(std::string_view text, UnitFacts& facts);

}  // namespace sa
