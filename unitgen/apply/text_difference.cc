#include "unitgen/apply/text_difference.h"

#include <algorithm>
#include <map>
#include <vector>

namespace sa {
namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

void append_only_in(std::string& difference, std::string_view sign, std::string_view text,
                    std::string_view other) {
  std::map<std::string_view, int> count;
  for (const std::string_view line : lines_of(other)) ++count[line];
  for (const std::string_view line : lines_of(text))
    if (count[line]-- <= 0 && !line.empty())
      difference.append("  ").append(sign).append(" ").append(line).append("\n");
}

}  // namespace

std::string text_difference(std::string_view before, std::string_view now) {
  std::string difference;
  append_only_in(difference, "-", before, now);
  append_only_in(difference, "+", now, before);
  return difference;
}

}  // namespace sa
