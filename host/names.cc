#include "host/names.h"

#include "core/error.h"

#include <array>
#include <climits>

#include <pwd.h>
#include <unistd.h>

namespace sa {

std::string host_name() {
  std::array<char, HOST_NAME_MAX + 1> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) throw Error("cannot tell this host's name");
  return name.data();
}

std::string user_name(std::uint32_t uid) {
  const passwd* const user = getpwuid(uid);
  return user == nullptr ? "uid " + std::to_string(uid) : user->pw_name;
}

std::optional<std::uint32_t> user_id(const char* name) {
  const passwd* const user = getpwnam(name);
  if (user == nullptr) return std::nullopt;
  return user->pw_uid;
}

}  // namespace sa
