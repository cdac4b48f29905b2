#include "unitgen/systemd/unit_lines.h"

#include <algorithm>
#include <cassert>

namespace sa {
namespace {

bool joins_the_next_line(std::string_view value) {
  const auto last = value.find_last_not_of('\\');
  return (value.size() - (last == std::string_view::npos ? 0 : last + 1)) % 2 == 1;
}

bool breaks_the_line(char c) {
  return static_cast<unsigned char>(c) < 0x20 && c != '\t';
}

std::string one_line(std::string_view value) {
  std::string line(value);
  std::ranges::replace_if(line, breaks_the_line, ' ');
  if (joins_the_next_line(line)) line += ' ';
  return line;
}

}  // namespace

UnitLines& UnitLines::section(std::string_view name) {
  text_.append("\n[").append(name).append("]\n");
  return *this;
}

UnitLines& UnitLines::set(std::string_view key, std::string_view value) {
  const auto line = one_line(value);
  assert(line == value);
  text_.append(key).append("=").append(line).append("\n");
  return *this;
}

UnitLines& UnitLines::set(std::string_view key, const std::vector<std::string>& values) {
  std::string joined;
  for (const auto& value : values) joined.append(joined.empty() ? "" : " ").append(value);
  return values.empty() ? *this : set(key, joined);
}

}  // namespace sa
