#pragma once

#include "core/completion.h"
#include "core/unit_status.h"

namespace sa {

// All words that our programs know for what their help calls a value: "HEALTH", "TEAM", "UNIT",
// "FILE", "KIND:{a,b}" (a choice of these). `units` is asked only where units, teams or tags are
// wanted. Empty: any text may stand there.
std::vector<Candidate> completion_values(const std::string& verb, const std::string& value,
                                         const std::function<std::vector<UnitStatus>()>& units);

}  // namespace sa
