#pragma once

#include "store/bytes.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sa {

// What a value is. It goes into the checksum, so that a value found in the wrong table is refused.
enum class Kind : char {
  schema = 'M',
  note = 'N',
  name = 'D',
  unit = 'U',
  run = 'R',
  reason = 'T',
  slots = 'L',
  status_head = 'H',
  status_unit = 'S'
};

// xxh3-64 of the value, seeded with the xxh3-64 of its key, which is seeded with its kind.
std::uint64_t checksum_of(Kind kind, Bytes key, Bytes value);

constexpr std::size_t checksum_size = 8;

// Appends to `out` the checksum (little endian) and the value.
void seal(Kind kind, Bytes key, Bytes value, std::string& out);

// The value without its checksum. Throws Damaged when it is too short or does not match;
// `what` names it in the message.
Bytes unseal(Kind kind, Bytes key, Bytes sealed, std::string_view what);

}  // namespace sa
