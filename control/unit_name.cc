#include "control/unit_name.h"

#include <algorithm>
#include <array>

namespace sa {
namespace {

constexpr std::size_t longest_name = 255;
constexpr std::string_view allowed =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:_.\\-@";
constexpr std::array<std::string_view, 11> types = {".service", ".timer",  ".socket",   ".target",
                                                    ".path",    ".mount",  ".slice",    ".scope",
                                                    ".swap",    ".device", ".automount"};

}  // namespace

bool is_unit_name(std::string_view text) {
  if (text.size() > longest_name || text.find_first_not_of(allowed) != text.npos) return false;
  const auto dot = text.rfind('.');
  if (dot == text.npos || dot == 0) return false;
  const bool is_template = text[dot - 1] == '@';
  return !is_template && text[0] != '@' &&
         std::ranges::find(types, text.substr(dot)) != types.end();
}

}  // namespace sa
