#pragma once

#include "core/error.h"

#include <cstring>
#include <string_view>
#include <type_traits>

namespace sa {

// Bytes of a key or a value; not text, and valid only as long as what they were taken from.
using Bytes = std::string_view;

// An integer as the store keeps it: in the machine's byte order.
template <typename Integer>
Bytes bytes_of(const Integer& value) {
  static_assert(std::is_integral_v<Integer>);
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

// Throws Damaged for another number of bytes.
template <typename Integer>
Integer integer_of(Bytes bytes) {
  if (bytes.size() != sizeof(Integer))
    throw Damaged("cannot read the store: a key has the wrong size");
  Integer value;
  std::memcpy(&value, bytes.data(), sizeof value);
  return value;
}

}  // namespace sa
