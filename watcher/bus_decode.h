#pragma once

#include "watcher/bus_event.h"

#include <optional>
#include <string>
#include <vector>

#include <sdbus-c++/Message.h>
#include <sdbus-c++/Types.h>

// D-Bus messages of systemd into values. All throw sdbus::Error where a message is not as
// org.freedesktop.systemd1(5) says; only systemd_bus.cc calls them.

namespace sa {

// When a timer elapses next by each of its clocks; `monotonic` counts from CLOCK_MONOTONIC's zero.
struct TimerClocks {
  std::optional<Instant> realtime;
  std::optional<Instant> monotonic;
};

// Reads a{sv} of org.freedesktop.systemd1.Timer, whole or only what changed; absent keys change
// nothing.
void decode_timer(sdbus::Message& message, TimerSeen& timer, TimerClocks& clocks);
// Reads a{sv} of org.freedesktop.systemd1.Unit and .Service, whole or only what changed.
void decode_service(sdbus::Message& message, ServiceSeen& service);
// One property of either interface by its name; names that do not matter change nothing.
void set_service_property(const std::string& name, const sdbus::Variant& value,
                          ServiceSeen& service);
// Reads a{sv} of org.freedesktop.systemd1.Unit of a path or a socket.
void decode_activator(sdbus::Message& message, ActivatorSeen& activator);
// One property by its name, as above.
void set_activator_property(const std::string& name, const sdbus::Variant& value,
                            ActivatorSeen& activator);
// Reads a(ssssssouso), the answer of ListUnits and its kin.
std::vector<ListedUnit> decode_units(sdbus::Message& message);

// 16 bytes that are not all zero; nullopt for anything else.
std::optional<Id128> id_of(const std::vector<std::uint8_t>& bytes);

}  // namespace sa
