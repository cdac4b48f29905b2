#pragma once

#include <string>

namespace sa {

// IANA name of the zone that this process lives in: $TZ, else what /etc/localtime links to; "UTC"
// where neither names one that the zone database knows.
std::string local_zone_name();

}  // namespace sa
