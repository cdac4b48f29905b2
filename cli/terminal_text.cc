#include "cli/terminal_text.h"

#include "core/utf8.h"

#include <algorithm>
#include <cwchar>

namespace sa {
namespace {

bool is_plain_ascii(char c) {
  return c >= ' ' && c <= '~';
}

bool is_harmless(const CodePoint& point) {
  return point.valid && !misleads(point.value) && wcwidth(static_cast<wchar_t>(point.value)) >= 0 &&
         point.value >= ' ';
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
    is_harmless(point) ? out += bytes : out += hex_escaped(bytes);
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
