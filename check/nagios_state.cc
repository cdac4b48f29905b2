#include "check/nagios_state.h"

#include <algorithm>
#include <array>

namespace sa {
namespace {

struct StateWords {
  NagiosState state;
  std::string_view shown, read;
};

// The worst first.
constexpr std::array<StateWords, 4> states = {{{NagiosState::critical, "CRITICAL", "critical"},
                                               {NagiosState::warning, "WARNING", "warning"},
                                               {NagiosState::unknown, "UNKNOWN", "unknown"},
                                               {NagiosState::ok, "OK", "ok"}}};

const StateWords* place_of(NagiosState state) {
  return std::ranges::find(states, state, &StateWords::state);
}

}  // namespace

std::string_view to_string(NagiosState state) {
  return place_of(state)->shown;
}

std::optional<NagiosState> parse_nagios_state(std::string_view word) {
  const auto* const found = std::ranges::find(states, word, &StateWords::read);
  if (found == states.end()) return std::nullopt;
  return found->state;
}

bool is_worse(NagiosState a, NagiosState b) {
  return place_of(a) < place_of(b);
}

NagiosState worse_of(NagiosState a, NagiosState b) {
  return is_worse(a, b) ? a : b;
}

}  // namespace sa
