#pragma once

#include "cli/doctor/checks.h"

namespace sa {

// Is the store there, may this user read it, is it of this format, and sound?
Findings store_findings(const HostFacts& facts);
// Is there room on its disk?
Findings room_findings(const HostFacts& facts);

}  // namespace sa
