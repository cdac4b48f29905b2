#pragma once

#include <string>

namespace sa {

// IANA name of the zone that this process lives in: TZ, else /etc/localtime, else "UTC".
std::string local_zone_name();

// Takes the places of standard streams that are closed, or else a file that we open would take one
// and get our messages.
void occupy_standard_streams();

// ": No such file or directory", of errno.
std::string because();

}  // namespace sa
