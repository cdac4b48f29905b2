#pragma once

#include "cli/doctor/checks.h"

namespace sa {

// Is every job file valid and applied, and does sa-unitgen.service see to the next change?
Findings job_findings(const HostFacts& facts);

}  // namespace sa
