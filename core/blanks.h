#pragma once

#include <algorithm>
#include <string_view>

namespace sa {

inline constexpr std::string_view blanks = " \t";
inline constexpr std::string_view blanks_and_return = " \t\r";  // a line may end in "\r\n"

constexpr std::string_view without_blanks_before(std::string_view text,
                                                 std::string_view what = blanks) {
  text.remove_prefix(std::min(text.find_first_not_of(what), text.size()));
  return text;
}

// Without them at both ends.
constexpr std::string_view trimmed(std::string_view text, std::string_view what = blanks) {
  return without_blanks_before(text.substr(0, text.find_last_not_of(what) + 1), what);
}

}  // namespace sa
