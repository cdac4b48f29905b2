#include "cli/terminal_text.h"

#include "cli/utf8.h"

#include <algorithm>
#include <cwchar>

namespace sa {
namespace {

bool is_plain_ascii(char c) {
  return c >= ' ' && c <= '~';
}

// Turns the direction of what follows, or ends the line, though wcwidth may call it harmless.
bool misleads(char32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || c == 0x2028 || c == 0x2029 ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

bool is_harmless(const CodePoint& point) {
  return point.valid && !misleads(point.value) && wcwidth(static_cast<wchar_t>(point.value)) >= 0 &&
         point.value >= ' ';
}

void append_escaped(std::string& out, std::string_view bytes) {
  constexpr char digits[] = "0123456789abcdef";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out.append("\\x").append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
  }
}

int width_of(const CodePoint& point) {
  return std::max(0, wcwidth(static_cast<wchar_t>(point.value)));
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  if (std::ranges::all_of(text, is_plain_ascii)) return out = text;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    const std::string_view bytes = text.substr(0, point.size);
    if (is_harmless(point))
      out += bytes;
    else
      append_escaped(out, bytes);
    text.remove_prefix(point.size);
  }
  return out;
}

int columns_of(std::string_view text) {
  if (std::ranges::all_of(text, is_plain_ascii)) return static_cast<int>(text.size());
  int columns = 0;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    columns += width_of(point);
    text.remove_prefix(point.size);
  }
  return columns;
}

std::string cut_to(std::string_view text, int columns) {
  if (columns_of(text) <= columns) return std::string(text);
  if (columns <= 0) return {};
  std::size_t kept = 0;
  for (int left = columns - 1; kept < text.size();) {
    const CodePoint point = first_code_point(text.substr(kept));
    left -= width_of(point);
    if (left < 0) break;
    kept += point.size;
  }
  return std::string(text.substr(0, kept)).append("…");
}

}  // namespace sa
