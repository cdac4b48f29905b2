#include "unitgen/import/crontab_line.h"

#include <algorithm>

namespace sa {
namespace {

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

std::size_t skip_spaces(std::string_view text, std::size_t at) {
  while (at < text.size() && is_space(text[at])) ++at;
  return at;
}

// A quoted word from `at` on, which is moved behind it; nullopt: its quote is open.
std::optional<std::string_view> quoted_word(std::string_view text, std::size_t& at) {
  const std::size_t end = text.find(text[at], at + 1);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view word = text.substr(at + 1, end - at - 1);
  at = end + 1;
  return word;
}

bool is_quote(char c) {
  return c == '"' || c == '\'';
}

std::optional<std::string_view> name_of(std::string_view line, std::size_t& at) {
  if (at >= line.size()) return std::nullopt;
  if (is_quote(line[at])) {
    const auto name = quoted_word(line, at);
    return name && name->find('=') == std::string_view::npos ? name : std::nullopt;
  }
  const std::size_t begin = at;
  while (at < line.size() && line[at] != '=' && !is_space(line[at])) ++at;
  return line.substr(begin, at - begin);
}

std::optional<std::string_view> value_of(std::string_view line, std::size_t at) {
  if (at < line.size() && is_quote(line[at])) {
    const auto value = quoted_word(line, at);
    return skip_spaces(line, at) == line.size() ? value : std::nullopt;
  }
  std::string_view value = line.substr(at);
  while (!value.empty() && is_space(value.back())) value.remove_suffix(1);
  return value;
}

// "\%" is %, % is a line break, and a backslash before anything else stays.
std::string input_of(std::string_view text) {
  std::string out;
  bool escaped = false;
  for (const char c : text) {
    if (escaped && c != '%') out += '\\';
    const char meant = !escaped && c == '%' ? '\n' : c;
    escaped = meant == '\\';
    if (!escaped) out += meant;
  }
  if (escaped) out += '\\';
  return out.ends_with('\n') ? out : out + '\n';
}

}  // namespace

std::optional<std::pair<std::string, std::string>> crontab_variable(std::string_view line) {
  std::size_t at = skip_spaces(line, 0);
  const auto name = name_of(line, at);
  at = skip_spaces(line, at);
  if (!name || name->empty() || at >= line.size() || line[at] != '=') return std::nullopt;
  const auto value = value_of(line, skip_spaces(line, at + 1));
  if (!value) return std::nullopt;
  return std::pair(std::string(*name), std::string(*value));
}

std::size_t schedule_end(std::string_view line) {
  const int fields = line.starts_with('@') ? 1 : 5;
  std::size_t end = 0;
  for (int i = 0; i < fields; ++i) {
    const std::size_t begin = std::min(line.find_first_not_of(" \t", end), line.size());
    if (begin == line.size()) return end;
    end = std::min(line.find_first_of(" \t", begin), line.size());
  }
  return end;
}

CrontabCommand crontab_command(std::string_view text) {
  CrontabCommand out;
  bool escaped = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!escaped && c == '%') {
      if (i + 1 < text.size()) out.input = input_of(text.substr(i + 1));
      break;
    }
    if (escaped && c == '%') out.command.pop_back();
    out.command += c;
    escaped = !escaped && c == '\\';
  }
  return out;
}

}  // namespace sa
