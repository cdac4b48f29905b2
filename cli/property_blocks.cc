#include "cli/property_blocks.h"

#include <algorithm>

namespace sa {
namespace {

// Takes the text up to `end` off the front, and `end` with it.
std::string_view take_until(std::string_view& text, std::string_view end) {
  const auto at = std::min(text.find(end), text.size());
  const std::string_view front = text.substr(0, at);
  text.remove_prefix(std::min(at + end.size(), text.size()));
  return front;
}

}  // namespace

std::vector<Properties> property_blocks(std::string_view text) {
  std::vector<Properties> blocks;
  while (!text.empty()) {
    std::string_view block = take_until(text, "\n\n");
    Properties properties;
    while (!block.empty()) {
      std::string_view line = take_until(block, "\n");
      if (line.find('=') == std::string_view::npos) continue;
      const std::string_view key = take_until(line, "=");
      properties.emplace(key, line);
    }
    if (!properties.empty()) blocks.push_back(std::move(properties));
  }
  return blocks;
}

std::string_view value_of(const Properties& properties, std::string_view key) {
  const auto found = properties.lower_bound(key);
  return found == properties.end() || found->first != key ? std::string_view() : found->second;
}

}  // namespace sa
