#include "core/shell_word.h"

#include "core/ascii.h"

#include <algorithm>

namespace sa {

bool has_no_meaning(char c) {
  return is_digit(c) || is_letter(c) ||
         std::string_view("_%+=:,./-@").find(c) != std::string_view::npos;
}

std::string shell_word(std::string_view word) {
  if (!word.empty() && std::ranges::all_of(word, has_no_meaning)) return std::string(word);
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace sa
