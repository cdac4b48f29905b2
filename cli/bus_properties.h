#pragma once

#include <cstdint>
#include <map>
#include <string>

#include <sdbus-c++/sdbus-c++.h>

namespace sa {

// What everybody may ask systemd of its units. All throw sdbus::Error.

using Properties = std::map<std::string, sdbus::Variant>;

namespace systemd {

inline constexpr const char* name = "org.freedesktop.systemd1";
inline constexpr const char* path = "/org/freedesktop/systemd1";
inline constexpr const char* manager = "org.freedesktop.systemd1.Manager";
inline constexpr const char* unit = "org.freedesktop.systemd1.Unit";
inline constexpr const char* service = "org.freedesktop.systemd1.Service";

// Loads the unit where it is not.
std::string path_of(sdbus::IConnection& connection, const std::string& unit_name);

// `interface`: `unit` or `service`.
Properties properties_of(sdbus::IConnection& connection, const std::string& unit_name,
                         const char* interface);

}  // namespace systemd

template <typename Value>
Value value_of(const Properties& properties, const char* name, Value absent = {}) {
  const auto found = properties.find(name);
  return found == properties.end() ? absent : found->second.get<Value>();
}

}  // namespace sa
