#include "core/ascii.h"
#include "unitgen/import/process_control.h"

#include <algorithm>

namespace sa {
namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view true_words[] = {"yes", "true", "on"};
constexpr std::string_view false_words[] = {"no", "false", "off"};

// "Yes", "yes" and "YES", but not "yEs".
bool is_yaml_word(std::string_view text, std::string_view word) {
  if (!same_but_for_case(text, word)) return false;
  const auto is_upper = [](char c) { return lower(c) != c; };
  const auto upper = std::ranges::count_if(text, is_upper);
  return upper == 0 || upper == static_cast<std::ptrdiff_t>(text.size()) ||
         (upper == 1 && is_upper(text[0]));
}

template <typename Words>
bool is_any(std::string_view text, const Words& words) {
  return std::ranges::any_of(words, [&](auto word) { return is_yaml_word(text, word); });
}

// "12", "-3", "0.5": str() writes them the same.
bool is_canonical_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  const auto is_digits = [](std::string_view part) {
    return !part.empty() && part.size() <= 15 && std::ranges::all_of(part, is_digit);
  };
  if (!is_digits(whole) || (whole.size() > 1 && whole[0] == '0')) return false;
  if (dot == std::string_view::npos) return true;
  const std::string_view fraction = text.substr(dot + 1);
  if (whole == "0" && fraction.starts_with("0000")) return false;  // str() writes an exponent
  return is_digits(fraction) && whole.size() + fraction.size() <= 15 &&
         (fraction == "0" || !fraction.ends_with('0'));
}

// What YAML 1.1 may read as a number (octal, 1_000, 0x1f, 1:30, 1e3, .inf) or a date.
bool may_be_number(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  if (is_any(text, std::initializer_list<std::string_view>{".inf", ".nan"})) return true;
  const bool is_hexadecimal = text.starts_with("0x");
  if (is_hexadecimal) text.remove_prefix(2);
  const bool begins = !text.empty() && (is_digit(text[0]) || text[0] == '.' || is_hexadecimal);
  return begins && text.find_first_not_of(is_hexadecimal
                                              ? "0123456789abcdefABCDEF_"
                                              : "0123456789_+-.:eETtZz ") == std::string_view::npos;
}

}  // namespace

std::optional<std::vector<std::string>> shlex_words(std::string_view line) {
  std::vector<std::string> words;
  bool in_word = false;
  char quote = '\0';
  for (std::size_t i = 0; i < line.size(); ++i) {
    char c = line[i];
    const bool blank = blanks.find(c) != std::string_view::npos;
    if (quote == '\0' && blank) {
      in_word = false;
      continue;
    }
    if (!std::exchange(in_word, true)) words.emplace_back();
    if (c == '\\' && quote != '\'') {
      if (++i == line.size()) return std::nullopt;
      c = line[i];
      if (quote == '"' && c != '\\' && c != '"') words.back() += '\\';
    } else if (c == quote) {
      quote = '\0';
      continue;
    } else if (quote == '\0' && (c == '"' || c == '\'')) {
      quote = c;
      continue;
    }
    words.back() += c;
  }
  if (quote != '\0') return std::nullopt;
  return words;
}

std::optional<std::string> python_text(std::string_view plain) {
  if (plain.empty() || plain == "~" || is_yaml_word(plain, "null")) return "None";
  if (is_any(plain, true_words)) return "True";
  if (is_any(plain, false_words)) return "False";
  if (!is_canonical_number(plain) && may_be_number(plain)) return std::nullopt;
  return std::string(plain);
}

}  // namespace sa
