#pragma once

#include "core/instant.h"

namespace sa {

// CLOCK_REALTIME.
inline Instant wall_now() {
  return std::chrono::floor<Duration>(std::chrono::system_clock::now());
}

}  // namespace sa
