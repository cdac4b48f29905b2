#pragma once

#include <string>
#include <string_view>

namespace sa {

// Whether a character means nothing to shells, systemd and Upstart, wherever in a word it stands.
bool has_no_meaning(char c);

// The word as a shell reads it back: as it is where that is safe, else in single quotes.
std::string shell_word(std::string_view word);

}  // namespace sa
