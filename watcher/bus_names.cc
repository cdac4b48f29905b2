#include "watcher/bus_names.h"

#include <cstdlib>

#include <systemd/sd-bus.h>

namespace sa {

std::string unit_path(const std::string& unit) {
  char* path = nullptr;
  if (sd_bus_path_encode(bus_name::unit_prefix, unit.c_str(), &path) < 0)
    return bus_name::unit_prefix;
  std::string result = path;
  std::free(path);
  return result;
}

std::string unit_of_path(const std::string& path) {
  char* unit = nullptr;
  if (sd_bus_path_decode(path.c_str(), bus_name::unit_prefix, &unit) <= 0) return {};
  std::string result = unit;
  std::free(unit);
  return result;
}

}  // namespace sa
