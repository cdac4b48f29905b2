#pragma once

#include <chrono>
#include <optional>

namespace sa {

// What poll(2) is to wait for on behalf of a connection.
struct BusPoll {
  int fd = -1;  // -1: there is none
  short events = 0;
  std::optional<std::chrono::milliseconds> timeout;  // nullopt: none
};

}  // namespace sa
