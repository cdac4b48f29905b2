#pragma once

#include "core/run.h"

#include <cstdint>
#include <string>

namespace sa {

// What is true of this host while it runs. All read the system; they throw Error where it does not
// tell.

std::string host_name();
Id128 boot_id();
Id128 new_id();  // like no other
// IANA name of the local zone, from $TZ or the link /etc/localtime; "UTC" where neither names one
// that the database knows.
std::string local_zone_name();

// The name of a user, "uid 1234" where there is none.
std::string user_name(std::uint32_t uid);

// Makes sure that no file of ours is opened as standard input, output or error where the parent
// closed them: a message would be written into the store.
void occupy_standard_streams();

}  // namespace sa
