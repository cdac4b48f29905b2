#include "cli/doctor/finding.h"

#include <array>

namespace sa {

std::string_view to_string(FindingVerdict verdict) {
  constexpr std::array<std::string_view, 4> words = {"problem", "warning", "unknown", "ok"};
  return words.at(static_cast<std::size_t>(verdict));
}

std::string as_root(const std::string& command) {
  constexpr std::string_view sudo = "sudo ";
  std::string text = command;
  if (text.starts_with(sudo)) text.erase(0, sudo.size());
  for (auto at = text.find("| sudo "); at != std::string::npos; at = text.find("| sudo "))
    text.erase(at + 2, sudo.size());
  return text;
}

}  // namespace sa
