#include "cli/bus_properties.h"

namespace sa::systemd {

std::string path_of(sdbus::IConnection& connection, const std::string& unit_name) {
  const auto proxy = sdbus::createProxy(connection, name, path);
  auto call = proxy->createMethodCall(manager, "LoadUnit");
  call << unit_name;
  auto reply = proxy->callMethod(call);
  sdbus::ObjectPath unit_path;
  reply >> unit_path;
  return unit_path;
}

Properties properties_of(sdbus::IConnection& connection, const std::string& unit_name,
                         const char* interface) {
  const auto proxy = sdbus::createProxy(connection, name, path_of(connection, unit_name));
  auto call = proxy->createMethodCall("org.freedesktop.DBus.Properties", "GetAll");
  call << interface;
  auto reply = proxy->callMethod(call);
  Properties properties;
  reply >> properties;
  return properties;
}

}  // namespace sa::systemd
