#pragma once

#include <compare>
#include <string_view>

namespace sa::upstart {

// Of Upstart's property `version`: "init (upstart 1.13.2)". What is not a number counts as 0.
struct Version {
  int major = 0;
  int minor = 0;
  int micro = 0;
  friend auto operator<=>(const Version&, const Version&) = default;
};
Version version_of(std::string_view text);

// The signals of instances came with it; without them nothing can be recorded.
inline constexpr Version first_with_states{0, 6, 7};
// EventEmitted came with it.
inline constexpr Version first_with_events{1, 7, 0};

}  // namespace sa::upstart
