#pragma once

#include "unitgen/fd.h"

#include <string>

namespace sa {

// Opens `name` below `folder` with openat2(2): no link is followed, not even in between, and
// neither the folder nor its file system is left (a user's FUSE mount would make us wait). None
// with errno set where that cannot be. `flags`: of open(2), O_CLOEXEC and O_NOFOLLOW are added.
Fd open_beneath(int folder, const std::string& name, int flags);

}  // namespace sa
