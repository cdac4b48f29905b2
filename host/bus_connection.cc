#include "host/bus_connection.h"

#include "core/error.h"

#include <sdbus-c++/sdbus-c++.h>

namespace sa {

std::unique_ptr<sdbus::IConnection> connect_to_bus(const std::string& address) {
  try {
    if (address == "system") return sdbus::createSystemBusConnection();
    if (address == "user") return sdbus::createSessionBusConnection();
    return sdbus::createSessionBusConnectionWithAddress(address);
  } catch (const sdbus::Error& error) {
    const std::string bus = address == "system" ? "the system bus" : "the bus '" + address + "'";
    throw Error("cannot reach " + bus + ": " + error.getMessage());
  }
}

BusPoll poll_of(const sdbus::IConnection& connection) {
  const auto data = connection.getEventLoopPollData();
  BusPoll poll{data.fd, data.events, std::nullopt};
  if (const int timeout = data.getPollTimeout(); timeout >= 0)
    poll.timeout = std::chrono::milliseconds(timeout);
  return poll;
}

}  // namespace sa
