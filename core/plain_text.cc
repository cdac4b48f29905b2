#include "core/plain_text.h"

#include "core/place_finder.h"
#include "core/utf8.h"

#include <algorithm>

namespace sa {
namespace {

constexpr std::string_view byte_order_mark = "\uFEFF";

bool is_plain_ascii(char c) {
  return (c >= ' ' && c <= '~') || c == '\n' || c == '\t';
}

bool is_plain(const CodePoint& c) {
  if (c.value < ' ' || (c.value >= 0x7F && c.value <= 0x9F)) return false;
  return c.value != 0x2028 && c.value != 0x2029 && c.value != 0xFEFF && (c.value | 1U) != 0xFFFF;
}

std::string name_of(const CodePoint& c, std::string_view bytes) {
  if (!c.valid) return "expected UTF-8, got " + quoted(bytes);
  if (c.value == 0) return "expected text, got a NUL";
  if (c.value == '\r') return "expected a line break after a carriage return";
  return "expected text, got the control character " + quoted(bytes);
}

}  // namespace

std::optional<Problem> plain_text_problem(std::string_view text) {
  std::size_t at = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  while (at < text.size()) {
    if (is_plain_ascii(text[at]) || text.substr(at, 2) == "\r\n") {
      ++at;
      continue;
    }
    const CodePoint point = first_code_point(text.substr(at));
    if (!point.valid || !is_plain(point))
      return Problem{Severity::problem, place_of(text, at), "",
                     name_of(point, text.substr(at, point.size))};
    at += point.size;
  }
  return std::nullopt;
}

bool has_control_character(std::string_view text) {
  if (std::ranges::all_of(text, is_plain_ascii)) return false;
  return text.find('\r') != std::string_view::npos || plain_text_problem(text).has_value();
}

Place place_of(std::string_view text, std::size_t offset) {
  const std::size_t skipped = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  return PlaceFinder(text.substr(skipped)).at(offset - skipped);
}

std::size_t character_count(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

}  // namespace sa
