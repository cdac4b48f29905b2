#include "watcher/init_bus.h"

#include "core/error.h"
#include "host/bus_connection.h"

#include <memory>
#include <optional>
#include <thread>

#include <sdbus-c++/sdbus-c++.h>

namespace sa {
namespace {

constexpr auto look_again = std::chrono::milliseconds(50);

constexpr char bus_name[] = "org.freedesktop.DBus";

bool has_owner(sdbus::IProxy& bus, const std::string& name) {
  bool is_owned = false;
  bus.callMethod("NameHasOwner").onInterface(bus_name).withArguments(name).storeResultsTo(is_owned);
  return is_owned;
}

std::optional<InitSystem> init_there(sdbus::IProxy& bus, const std::string& wanted) {
  if (wanted != "upstart" && has_owner(bus, "org.freedesktop.systemd1")) return InitSystem::systemd;
  if (wanted != "systemd" && has_owner(bus, "com.ubuntu.Upstart")) return InitSystem::upstart;
  return std::nullopt;
}

}  // namespace

InitSystem init_on_bus(const std::string& address, const std::string& wanted,
                       std::chrono::milliseconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  try {
    const auto connection = connect_to_bus(address);
    const auto bus = sdbus::createProxy(*connection, bus_name, "/org/freedesktop/DBus");
    while (true) {
      if (const auto init = init_there(*bus, wanted)) return *init;
      if (std::chrono::steady_clock::now() >= until) break;
      std::this_thread::sleep_for(look_again);
    }
  } catch (const sdbus::Error& error) {
    throw Error("cannot reach the bus '" + address + "': " + error.getMessage());
  }
  const std::string names =
      wanted == "upstart" ? "Upstart is not" : "neither systemd nor Upstart is";
  throw Error(names + " on the bus '" + address + "'");
}

}  // namespace sa
