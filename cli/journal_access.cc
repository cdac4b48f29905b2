#include "cli/journal_access.h"

#include <array>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace sa {
namespace {

enum class Access { absent, denied, allowed };

Access access_to(const std::filesystem::path& file) {
  if (faccessat(AT_FDCWD, file.c_str(), R_OK, AT_EACCESS) == 0) return Access::allowed;
  return errno == EACCES ? Access::denied : Access::absent;
}

}  // namespace

bool is_journal_denied(std::span<const std::filesystem::path> folders) {
  bool denied = false;
  for (const auto& folder : folders) {
    std::error_code error;
    for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end;
         at.increment(error)) {
      const Access access = access_to(at->path() / "system.journal");
      if (access == Access::allowed) return false;
      denied |= access == Access::denied;
    }
    denied |= error == std::errc::permission_denied;
  }
  return denied;
}

bool is_journal_denied() {
  static const std::array<std::filesystem::path, 2> folders = {"/var/log/journal",
                                                               "/run/log/journal"};
  return is_journal_denied(folders);
}

}  // namespace sa
