#include "check/options.h"

namespace sa {

NagiosState default_state(Health health) {
  switch (health) {
    case Health::broken:
    case Health::failed:
    case Health::overdue:
      return NagiosState::critical;
    case Health::overrunning:
    case Health::late:
    case Health::suspect:
      return NagiosState::warning;
    case Health::stale:
      return NagiosState::unknown;
    case Health::running:
    case Health::ok:
    case Health::waiting:
    case Health::paused:
    case Health::retired:
      return NagiosState::ok;
  }
  return NagiosState::unknown;
}

NagiosState state_of(Health health, const CheckOptions& options) {
  const auto wanted = options.states.find(health);
  return wanted == options.states.end() ? default_state(health) : wanted->second;
}

}  // namespace sa
