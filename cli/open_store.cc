#include "cli/open_store.h"

#include <cerrno>
#include <string>

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sa {
namespace {

bool is_denied(const std::filesystem::path& path, int mode) {
  return faccessat(AT_FDCWD, path.c_str(), mode, AT_EACCESS) != 0 && errno == EACCES;
}

// Empty: not known.
std::string group_of(const std::filesystem::path& directory) {
  struct stat status {};
  if (stat(directory.c_str(), &status) != 0) return "";
  const group* entry = getgrgid(status.st_gid);
  return entry != nullptr ? entry->gr_name : "";
}

}  // namespace

std::string name_of_user() {
  const passwd* entry = getpwuid(geteuid());
  return entry != nullptr ? entry->pw_name : "USER";
}

std::string how_to_be_let_in(std::string_view group, std::string_view user) {
  if (group.empty() || group == "root") return "run it with sudo";
  return "add yourself to the group '" + std::string(group) + "' ('sudo adduser " +
         std::string(user) + " " + std::string(group) + "') and log in again, or run it with sudo";
}

std::unique_ptr<RunReader> open_store(const std::filesystem::path& directory) {
  try {
    return std::make_unique<RunReader>(directory);
  } catch (const Error&) {
    if (!is_denied(directory, R_OK | X_OK) && !is_denied(directory / "data.mdb", R_OK)) throw;
  }
  throw StoreForbidden("cannot read the store '" + directory.string() + "': permission denied; " +
                       how_to_be_let_in(group_of(directory), name_of_user()));
}

}  // namespace sa
