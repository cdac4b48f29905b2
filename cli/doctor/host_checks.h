#pragma once

#include "cli/doctor/checks.h"

namespace sa {

// May this user read the journal, is it kept over a reboot, and is it whole?
Findings journal_findings(const HostFacts& facts);
// Is the clock right?
Findings clock_findings(const HostFacts& facts);
// Does sa-control come when it is called?
Findings control_findings(const HostFacts& facts);
// Does a pause hold over a reboot?
Findings pause_findings(const HostFacts& facts);
// May anybody but root command?
Findings polkit_findings(const HostFacts& facts);
// Is "sa" this program?
Findings name_findings(const HostFacts& facts);

}  // namespace sa
