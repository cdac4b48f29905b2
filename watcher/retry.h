#pragma once

#include "core/instant.h"

#include <algorithm>
#include <cstdint>

namespace sa {

// How long to wait after so many failures in a row, 1 or more: a minute, two, four, up to an hour.
inline Duration retry_after(std::uint32_t failures) {
  constexpr Duration longest = std::chrono::hours(1);
  constexpr Duration first = std::chrono::minutes(1);
  return std::min(longest, first * (1 << std::min(failures - 1, 6U)));
}

}  // namespace sa
