#pragma once

#include "core/team_policy.h"
#include "unitgen/config/accounts.h"

#include <string_view>

namespace sa {

// Whether the policy still lets its team have what one of its services was made of once: the user,
// the group and the environment files. A job file that is refused keeps its last good units, but
// not past what root has taken back. `service` is the text of a unit of ours.
bool is_granted(std::string_view service, const TeamPolicy& policy, Accounts& accounts);

}  // namespace sa
