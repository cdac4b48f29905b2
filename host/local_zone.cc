#include "host/local_zone.h"

#include "core/error.h"
#include "core/time_zone.h"

#include <cstdlib>
#include <filesystem>
#include <string_view>

namespace sa {
namespace {

constexpr std::string_view zones_folder = "/zoneinfo/";

std::string named_zone() {
  const char* zone = std::getenv("TZ");
  if (zone != nullptr && *zone != '\0') return *zone == ':' ? zone + 1 : zone;
  std::error_code error;
  const std::string target = std::filesystem::read_symlink("/etc/localtime", error).string();
  const auto at = target.find(zones_folder);
  return error || at == std::string::npos ? "UTC" : target.substr(at + zones_folder.size());
}

}  // namespace

std::string local_zone_name() {
  const std::string name = named_zone();
  if (name == "UTC" || name == "Etc/UTC") return name;
  try {
    return TimeZones().find(name) != nullptr ? name : "UTC";
  } catch (const Error&) {
    return "UTC";
  }
}

}  // namespace sa
