#include "store/identity.h"

#include <cstring>
#include <string>

#include <xxhash.h>

namespace sa {

namespace {

Id128 hash_of(const std::string& text) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(text.data(), text.size()));
  Id128 identity;
  std::memcpy(identity.bytes.data(), canonical.digest, identity.bytes.size());
  return identity;
}

}  // namespace

Id128 derived_identity(const Id128& boot, std::string_view unit, std::uint32_t start) {
  std::string text = to_string(boot);
  text.append("/").append(unit).append("/").append(std::to_string(start));
  return hash_of(text);
}

Id128 seen_identity(const Id128& boot, std::string_view unit, Instant at) {
  std::string text = to_string(boot);
  text.append("/").append(unit).append("@").append(std::to_string(at.time_since_epoch().count()));
  return hash_of(text);
}

Id128 missed_identity(std::string_view unit, Instant due) {
  std::string text(unit);
  text.append("@").append(std::to_string(due.time_since_epoch().count()));
  return hash_of(text);
}

}  // namespace sa
