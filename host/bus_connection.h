#pragma once

#include "host/bus_poll.h"

#include <memory>
#include <string>

namespace sdbus {
class IConnection;
}

namespace sa {

// `address`: "system", "user" (the session's bus), or an address in D-Bus's own form. Throws Error.
std::unique_ptr<sdbus::IConnection> connect_to_bus(const std::string& address);

BusPoll poll_of(const sdbus::IConnection& connection);

}  // namespace sa
