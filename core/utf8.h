#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sa {

struct CodePoint {
  char32_t value;    // of an invalid byte, the byte itself
  std::size_t size;  // bytes of the text it takes: 1 to 4
  bool valid;        // false: not UTF-8 (overlong, surrogate, cut short, stray byte)
};

// The first character of a text that is not empty.
CodePoint first_code_point(std::string_view text);

bool is_utf8(std::string_view text);

// The text with U+FFFD in place of each byte that is not UTF-8.
std::string repaired_utf8(std::string_view text);

// Turns the direction of what follows, or ends the line, though it is no control character.
bool misleads(char32_t c);

// Each byte as "\x1b".
std::string hex_escaped(std::string_view bytes);

}  // namespace sa
