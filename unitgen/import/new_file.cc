#include "unitgen/import/new_file.h"

#include "core/error.h"
#include "unitgen/apply/staged_folder.h"
#include "unitgen/because.h"

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace sa {

bool write_new_file(const std::string& folder, const std::string& name, std::string_view text) {
  const std::string path = folder + '/' + name;
  if (faccessat(AT_FDCWD, path.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0) return false;
  const std::string aside = '.' + name + ".new";
  write_whole(folder, aside, text, 0644);
  const bool linked = link((folder + '/' + aside).c_str(), path.c_str()) == 0;
  const int error = errno;
  unlink((folder + '/' + aside).c_str());
  errno = error;
  if (!linked && errno != EEXIST) throw Error("cannot write '" + path + "'" + because());
  return linked;
}

}  // namespace sa
