#include "watcher/ids.h"

#include "core/error.h"

#include <cstring>

#include <systemd/sd-id128.h>

namespace sa {

Id128 new_id() {
  sd_id128_t id;
  if (sd_id128_randomize(&id) < 0) throw Error("cannot make an id");
  Id128 made;
  std::memcpy(made.bytes.data(), id.bytes, made.bytes.size());
  return made;
}

Id128 boot_id() {
  sd_id128_t id;
  if (sd_id128_get_boot(&id) < 0)
    throw Error("cannot read this boot's id from /proc/sys/kernel/random/boot_id");
  Id128 boot;
  std::memcpy(boot.bytes.data(), id.bytes, boot.bytes.size());
  return boot;
}

}  // namespace sa
