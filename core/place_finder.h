#pragma once

#include "core/problem.h"

#include <cstddef>
#include <string_view>

namespace sa {

// Tells the places of the bytes of a text. Asked in the order of the text it is linear in all; a
// question about an earlier byte begins anew from the start. A byte that is no UTF-8 counts as a
// character. The text must live as long as this does.
class PlaceFinder {
 public:
  explicit PlaceFinder(std::string_view text) : text_(text) {}
  // `offset` may be the text's size: the place behind its last character.
  Place at(std::size_t offset);

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  Place place_;
};

}  // namespace sa
