#pragma once

#include <cerrno>
#include <cstring>
#include <string>

namespace sa {

// ": No such file or directory", of errno.
inline std::string because() {
  return std::string(": ") + std::strerror(errno);
}

}  // namespace sa
