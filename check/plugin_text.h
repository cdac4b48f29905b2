#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// Text from units made fit for a plugin's output: a blank for each '|', which begins performance
// data, for each control character, newline and turn of direction, and for what is not UTF-8.
std::string one_line(std::string_view text);

// At most this many bytes, of whole characters, the last one "…" when something was cut.
std::string cut_to_bytes(std::string_view text, std::size_t bytes);

// The first of the pieces with the separator between them, and "and 12 more" in place of those that
// would not fit into `room` bytes. At least the first one, whatever its size.
std::string fitting(const std::vector<std::string>& pieces, std::string_view separator,
                    std::size_t room);

}  // namespace sa
