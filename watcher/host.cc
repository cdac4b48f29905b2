#include "watcher/host.h"

#include "core/error.h"
#include "core/time_zone.h"

#include <array>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <pwd.h>
#include <systemd/sd-id128.h>
#include <unistd.h>

namespace sa {
namespace {

std::string named_zone() {
  if (const char* zone = std::getenv("TZ"); zone != nullptr && *zone != '\0')
    return *zone == ':' ? zone + 1 : zone;
  std::error_code error;
  const std::string target = std::filesystem::read_symlink("/etc/localtime", error).string();
  const auto zoneinfo = target.find("/zoneinfo/");
  return error || zoneinfo == std::string::npos ? "UTC" : target.substr(zoneinfo + 10);
}

}  // namespace

std::string host_name() {
  std::array<char, HOST_NAME_MAX + 1> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) throw Error("cannot tell this host's name");
  return name.data();
}

Id128 new_id() {
  sd_id128_t id;
  if (sd_id128_randomize(&id) < 0) throw Error("cannot make an id");
  Id128 made;
  std::memcpy(made.bytes.data(), id.bytes, made.bytes.size());
  return made;
}

Id128 boot_id() {
  sd_id128_t id;
  if (sd_id128_get_boot(&id) < 0)
    throw Error("cannot read this boot's id from /proc/sys/kernel/random/boot_id");
  Id128 boot;
  std::memcpy(boot.bytes.data(), id.bytes, boot.bytes.size());
  return boot;
}

std::string local_zone_name() {
  const std::string name = named_zone();
  try {
    TimeZones zones;
    return zones.find(name) != nullptr ? name : "UTC";
  } catch (const Error&) {
    return "UTC";
  }
}

std::string user_name(std::uint32_t uid) {
  const passwd* const user = getpwuid(uid);
  return user == nullptr ? "uid " + std::to_string(uid) : user->pw_name;
}

void occupy_standard_streams() {
  int fd = open("/dev/null", O_RDWR);
  while (fd >= 0 && fd <= STDERR_FILENO) fd = open("/dev/null", O_RDWR);
  if (fd > STDERR_FILENO) close(fd);
}

}  // namespace sa
