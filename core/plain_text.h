#pragma once

#include "core/problem.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace sa {

// The first thing in a file's text that no text for people has: invalid UTF-8, NUL and other
// control characters but tab and line break, a carriage return that ends no line, a line or
// paragraph separator, a byte order mark but as the first character.
std::optional<Problem> plain_text_problem(std::string_view text);

// Whether a text, valid UTF-8, holds a control character but tab and line break, or a line
// separator.
bool has_control_character(std::string_view text);

// The place of the byte `offset`, which is not within a byte order mark at the beginning; that mark
// is no character.
Place place_of(std::string_view text, std::size_t offset);

// How many characters a valid text has.
std::size_t character_count(std::string_view text);

}  // namespace sa
