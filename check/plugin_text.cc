#include "check/plugin_text.h"

#include "core/utf8.h"

#include <algorithm>

namespace sa {
namespace {

constexpr std::string_view ellipsis = "…";
constexpr std::size_t longest_more = sizeof("and 4294967295 more") - 1;

bool is_plain_ascii(char c) {
  return c >= ' ' && c <= '~' && c != '|';
}

bool is_fit(const CodePoint& point) {
  const bool control = point.value < ' ' || (point.value >= 0x7F && point.value <= 0x9F);
  return point.valid && !control && !misleads(point.value) && point.value != '|';
}

std::size_t joined_size(const std::vector<std::string>& pieces, std::string_view separator) {
  std::size_t size = 0;
  for (const std::string& piece : pieces) size += piece.size() + separator.size();
  return size - std::min(size, separator.size());
}

}  // namespace

std::string one_line(std::string_view text) {
  if (std::ranges::all_of(text, is_plain_ascii)) return std::string(text);
  std::string out;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    out += is_fit(point) ? text.substr(0, point.size) : " ";
    text.remove_prefix(point.size);
  }
  return out;
}

std::string cut_to_bytes(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return std::string(text);
  std::size_t kept = 0;
  while (true) {
    const std::size_t size = first_code_point(text.substr(kept)).size;
    if (kept + size + ellipsis.size() > bytes) break;
    kept += size;
  }
  return std::string(text.substr(0, kept)).append(ellipsis);
}

std::string fitting(const std::vector<std::string>& pieces, std::string_view separator,
                    std::size_t room) {
  std::string text;
  const bool all = joined_size(pieces, separator) <= room;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::size_t wanted = text.size() + pieces[i].size() + 2 * separator.size() + longest_more;
    if (i > 0) text += separator;
    if (i > 0 && !all && wanted > room)
      return text + "and " + std::to_string(pieces.size() - i) + " more";
    text += pieces[i];
  }
  return text;
}

}  // namespace sa
