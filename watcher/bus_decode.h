#pragma once

#include "watcher/bus_event.h"

#include <optional>
#include <string>
#include <vector>

#include <sdbus-c++/Message.h>

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
// Reads a(ssssssouso), the answer of ListUnits and its kin.
std::vector<ListedUnit> decode_units(sdbus::Message& message);

std::optional<Instant> decode_instant(sdbus::Message& message);       // t; 0 and 2^64-1 are nullopt
std::optional<Id128> decode_id(sdbus::Message& message);              // ay
std::string decode_text(sdbus::Message& message);                     // s
std::int32_t decode_number(sdbus::Message& message);                  // i
std::optional<std::uint32_t> decode_count(sdbus::Message& message);   // u; 0 is nullopt
std::optional<Duration> decode_nanoseconds(sdbus::Message& message);  // t; 2^64-1 is nullopt

}  // namespace sa
