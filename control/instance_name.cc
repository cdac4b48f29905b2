#include "control/instance_name.h"

#include "core/ascii.h"
#include "core/utf8.h"

#include <functional>

namespace sa {
namespace {

constexpr std::size_t longest_instance = 220;
constexpr std::size_t longest_front = 190;

bool is_plain(char c, bool is_first) {
  return is_letter(c) || is_digit(c) || c == ':' || c == '_' || (c == '.' && !is_first);
}

}  // namespace

std::string instance_name(std::string_view unit) {
  std::string name;
  for (const char c : unit)
    name += is_plain(c, name.empty()) ? std::string(1, c) : hex_escaped({&c, 1});
  if (name.size() <= longest_instance) return name;
  return name.substr(0, longest_front) + ":" + std::to_string(std::hash<std::string_view>{}(unit));
}

}  // namespace sa
