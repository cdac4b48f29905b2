#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sa {

// "1 file", "2 files"; of nouns that take an s.
inline std::string counted(std::size_t count, std::string_view noun) {
  return std::to_string(count).append(" ").append(noun).append(count == 1 ? "" : "s");
}

}  // namespace sa
