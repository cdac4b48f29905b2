#pragma once

#include "cli/remedy.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// What `sa doctor` says of one thing it looked at, worst first. unknown: it could not look.
enum class FindingVerdict : std::uint8_t { problem, warning, unknown, ok };

std::string_view to_string(FindingVerdict verdict);

struct Finding {
  std::string check{};  // whose finding it is: "timers"; a name of all_checks()
  FindingVerdict verdict = FindingVerdict::ok;
  std::string subject{};                // a unit, a file or a program; empty: the host
  std::string text{};                   // one line: what is so
  std::vector<std::string> evidence{};  // lines: from what it is concluded
  std::vector<Remedy> remedies{};       // commands, in the order in which they are run
};

// What root need not say: the same command without "sudo".
std::string as_root(const std::string& command);

}  // namespace sa
