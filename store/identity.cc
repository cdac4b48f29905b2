#include "store/identity.h"

#include <cstring>
#include <string>

#include <xxhash.h>

namespace sa {

Id128 derived_identity(const Id128& boot, std::string_view unit, std::uint32_t start) {
  std::string text = to_string(boot);
  text.append("/").append(unit).append("/").append(std::to_string(start));
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(text.data(), text.size()));
  Id128 identity;
  std::memcpy(identity.bytes.data(), canonical.digest, identity.bytes.size());
  return identity;
}

}  // namespace sa
