#pragma once

#include <string_view>

namespace sa {

// Whether dash or bash would take this first word of a command for a builtin or for grammar. Some
// of them exist as programs, too, but those do not act alike: dash's echo knows backslashes.
bool is_shell_word(std::string_view word);

}  // namespace sa
