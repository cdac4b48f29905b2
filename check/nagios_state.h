#pragma once

#include <optional>
#include <string_view>

namespace sa {

// What a plugin says of what it looked at; the values are its exit codes.
enum class NagiosState { ok = 0, warning = 1, critical = 2, unknown = 3 };

// "CRITICAL"
std::string_view to_string(NagiosState state);
// Reads "critical"; nullopt: not one of the four words.
std::optional<NagiosState> parse_nagios_state(std::string_view word);

// From the worst: critical, warning, unknown, ok. What is known to be wrong outranks what is not
// known, as in the official plugins.
bool is_worse(NagiosState a, NagiosState b);
NagiosState worse_of(NagiosState a, NagiosState b);

}  // namespace sa
