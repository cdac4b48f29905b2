#include "upstart/upstart_version.h"

#include <array>
#include <charconv>

namespace sa::upstart {

Version version_of(std::string_view text) {
  std::array<int, 3> numbers{};
  auto digits = text.find_first_of("0123456789");
  for (int& number : numbers) {
    if (digits == std::string_view::npos || digits >= text.size()) break;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + digits, end, number);
    if (read.ptr == end || *read.ptr != '.') break;
    digits = static_cast<std::size_t>(read.ptr - text.data()) + 1;
  }
  return {numbers[0], numbers[1], numbers[2]};
}

}  // namespace sa::upstart
