#pragma once

#include <string>
#include <string_view>

namespace sa {

// Text from units made harmless in a row of a table or on a terminal: control characters (ESC,
// newline, tab, C1), line separators, direction overrides and bytes that are not UTF-8 become
// "\x1b", byte by byte. Which characters a terminal can show is wcwidth's answer, so LC_CTYPE must
// be a UTF-8 locale, or all that is not ASCII is escaped.
std::string printable(std::string_view text);

// Columns that printable text takes on a terminal: 2 for a wide character, 0 for a combining one.
int columns_of(std::string_view text);

// Printable text cut to at most this many columns, the last of them "…" when something was cut.
std::string cut_to(std::string_view text, int columns);

}  // namespace sa
