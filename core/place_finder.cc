#include "core/place_finder.h"

#include "core/utf8.h"

namespace sa {

Place PlaceFinder::at(std::size_t offset) {
  if (offset < at_) *this = PlaceFinder(text_);
  while (at_ < offset) {
    if (text_[at_] == '\n') {
      place_ = {place_.line + 1, 1};
      ++at_;
      continue;
    }
    const std::size_t size = first_code_point(text_.substr(at_)).size;
    if (at_ + size > offset) return place_;
    at_ += size;
    ++place_.column;
  }
  return place_;
}

}  // namespace sa
