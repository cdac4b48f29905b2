#pragma once

#include <string>

namespace sa {

// systemd's names on D-Bus, org.freedesktop.systemd1(5), and sa-control's.
namespace bus_name {

inline constexpr char systemd[] = "org.freedesktop.systemd1";
inline constexpr char manager_path[] = "/org/freedesktop/systemd1";
inline constexpr char unit_prefix[] = "/org/freedesktop/systemd1/unit";
inline constexpr char manager[] = "org.freedesktop.systemd1.Manager";
inline constexpr char unit[] = "org.freedesktop.systemd1.Unit";
inline constexpr char service[] = "org.freedesktop.systemd1.Service";
inline constexpr char timer[] = "org.freedesktop.systemd1.Timer";
inline constexpr char already_subscribed[] = "org.freedesktop.systemd1.AlreadySubscribed";
inline constexpr char control[] = "org.scriptactivity.Control1";
inline constexpr char control_path[] = "/org/scriptactivity/Control1";
inline constexpr char properties[] = "org.freedesktop.DBus.Properties";

}  // namespace bus_name

// "backup.timer" <-> "/org/freedesktop/systemd1/unit/backup_2etimer"; a path that is no unit's
// gives an empty name.
std::string unit_path(const std::string& unit);
std::string unit_of_path(const std::string& path);

}  // namespace sa
