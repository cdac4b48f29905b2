#pragma once

#include <string>
#include <string_view>

namespace sa {

// The lines that only one of the texts has, in their order, as "  - old" before "  + new", one a
// line. Lines that merely moved are not told.
std::string text_difference(std::string_view before, std::string_view now);

}  // namespace sa
