#pragma once

#include "cli/doctor/checks.h"

namespace sa {

// Can every timer fire? What is masked, stopped, gone or held back counts only where something is
// still expected, or where it is enabled.
Findings timer_findings(const HostFacts& facts);
// Whom does systemd not start any more because it was started too often?
Findings start_limit_findings(const HostFacts& facts);

}  // namespace sa
