#include "watcher/bus_activators.h"

#include "watcher/activations.h"
#include "watcher/bus_names.h"

#include <exception>
#include <utility>

namespace sa {
namespace {

// The bus allows 512 match rules a connection.
constexpr std::size_t most_followed = 256;

std::string rule_of(const std::string& activator) {
  return std::string("type='signal',sender='") + bus_name::systemd + "',interface='" +
         bus_name::properties + "',member='PropertiesChanged',path='" + unit_path(activator) +
         "',arg0='" + bus_name::unit + "'";
}

}  // namespace

void BusActivators::ask(const std::string& activator) {
  questions_.ask_activator(activator, followed_.contains(activator));
}

void BusActivators::follow(const std::string& activator) {
  if (!followed_.contains(activator) && followed_.size() < most_followed) listen(activator);
  ask(activator);
}

void BusActivators::listen(const std::string& activator) {
  try {
    const auto on_signal = [this, activator](sdbus::Message& message) {
      on_changed(activator, message);
    };
    followed_.emplace(activator, connection_.addMatch(rule_of(activator), on_signal));
  } catch (const sdbus::Error&) {
    // Not followed: nothing is claimed of what it starts. That the bus is lost process() tells.
  }
}

void BusActivators::leave(const std::string& activator) {
  followed_.erase(activator);
}

void BusActivators::go_on() {
  for (const auto& activator : std::exchange(queued_, {})) follow(activator);
}

// Nothing may be thrown through libsystemd: see SystemdBus.
void BusActivators::on_changed(const std::string& activator, sdbus::Message& message) {
  try {
    std::string interface;
    message >> interface;
    ActivatorSeen seen;
    decode_activator(message, seen);
    if (seen.since) events_.emplace_back(ActivatorChanged{activator, seen.running, *seen.since});
  } catch (const std::exception&) {
    return;
  }
}

}  // namespace sa
