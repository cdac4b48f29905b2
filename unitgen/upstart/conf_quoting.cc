#include "unitgen/upstart/conf_quoting.h"

#include "core/shell_word.h"

#include <algorithm>
#include <cassert>

namespace sa {
namespace {

constexpr std::string_view blanks = " \t\r";
constexpr std::string_view shell_characters = "~`!$^&*()=|\\{}[];\"'<>?";  // of job_process.c

bool is_direct(std::string_view word) {
  return !word.empty() && word.find_first_of(shell_characters) == std::string_view::npos &&
         word.find_first_of(blanks) == std::string_view::npos &&
         word.find_first_of("#\n") == std::string_view::npos;
}

// In single quotes a backslash is still libnih's.
bool is_for_a_block(std::string_view text) {
  return text.find_first_of("\\\n") != std::string_view::npos;
}

std::string joined(const Command& command, std::string (*written)(std::string_view)) {
  std::string text;
  for (const auto& word : command) text += (text.empty() ? "" : " ") + written(word);
  return text;
}

std::string as_it_is(std::string_view word) {
  return std::string(word);
}

// $1 is a line break and a full stop, since $(...) takes line breaks off the end.
std::string with_line_breaks(std::string_view word) {
  std::string text;
  for (std::size_t at = 0; at <= word.size();) {
    const auto end = std::min(word.find('\n', at), word.size());
    if (end > at) text += shell_word(word.substr(at, end - at));
    if (end < word.size()) text += "\"${1%.}\"";
    at = end + 1;
  }
  return word.empty() ? shell_word(word) : text;
}

std::string shell_line(const Command& command) {
  const bool has_line_break = std::ranges::any_of(
      command, [](const auto& word) { return word.find('\n') != std::string::npos; });
  if (!has_line_break) return "exec " + joined(command, shell_word);
  return "set -- \"$(printf '\\n.')\"; exec " + joined(command, with_line_breaks);
}

}  // namespace

bool fits_a_word(std::string_view text) {
  return !text.empty() && text.find('\n') == std::string_view::npos;
}

std::string conf_word(std::string_view text) {
  assert(fits_a_word(text));
  if (std::ranges::all_of(text, has_no_meaning)) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"')
      quoted += "\"'\"'\"";
    else if (c == '\\')
      quoted += "\\\\";
    else
      quoted += c == '\n' ? ' ' : c;
  }
  return quoted + '"';
}

std::string process_text(const Command& command) {
  if (std::ranges::all_of(command, is_direct)) return "exec " + joined(command, as_it_is) + "\n";
  const std::string line = shell_line(command);
  if (!is_for_a_block(line)) return line + "\n";
  return "script\n  " + line + "\nend script\n";
}

}  // namespace sa
