#include "unitgen/config/open_beneath.h"

#include <cerrno>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>

namespace sa {

Fd open_beneath(int folder, const std::string& name, int flags) {
  open_how how{};
  how.flags = static_cast<unsigned>(flags | O_CLOEXEC | O_NOFOLLOW);
  how.resolve = RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV;
  // EAGAIN also where something was renamed meanwhile: a few more tries, and no more.
  for (int tries = 0;; ++tries) {
    const long fd = syscall(SYS_openat2, folder, name.c_str(), &how, sizeof how);
    if (fd >= 0 || errno != EAGAIN || tries == 3) return Fd(static_cast<int>(fd));
  }
}

}  // namespace sa
