#include "store/checksum.h"

#include "core/error.h"

#include <cstring>

#include <xxhash.h>

namespace sa {

std::uint64_t checksum_of(Kind kind, Bytes key, Bytes value) {
  const auto seed = XXH3_64bits_withSeed(key.data(), key.size(), static_cast<unsigned char>(kind));
  return XXH3_64bits_withSeed(value.data(), value.size(), seed);
}

void seal(Kind kind, Bytes key, Bytes value, std::string& out) {
  const auto sum = checksum_of(kind, key, value);
  out.append(reinterpret_cast<const char*>(&sum), sizeof sum);
  out.append(value);
}

Bytes unseal(Kind kind, Bytes key, Bytes sealed, std::string_view what) {
  if (sealed.size() < checksum_size)
    throw Damaged("cannot read " + std::string(what) + ": it is cut short");
  std::uint64_t sum = 0;
  std::memcpy(&sum, sealed.data(), sizeof sum);
  const Bytes value = sealed.substr(checksum_size);
  if (sum != checksum_of(kind, key, value))
    throw Damaged("cannot read " + std::string(what) + ": its checksum does not match");
  return value;
}

}  // namespace sa
