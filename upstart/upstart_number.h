#pragma once

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace sa {

// The whole of `text` as a number; a '+' may stand before it.
template <typename Number>
std::optional<Number> number(std::string_view text, int base = 10) {
  Number found{};
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), found, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return found;
}

}  // namespace sa
