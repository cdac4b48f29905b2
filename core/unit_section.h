#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// The section of timers and services that is ours; systemd ignores what begins with "X-".
inline constexpr std::string_view our_section = "[X-ScriptActivity]";

struct SectionKey {
  std::string_view name;
  std::string_view expected;  // of a value, "a time span such as 15min"
  bool (*is_read)(std::string_view value);
};

// All keys of our section. read_unit_text() takes them in.
std::span<const SectionKey> section_keys();

// What read_unit_text() ignores in our section of one unit file or drop-in, in its order: "unknown
// key 'Grase'; did you mean 'Grace'?"
std::vector<std::string> section_mistakes(std::string_view text);

}  // namespace sa
