#pragma once

#include "core/team_policy.h"
#include "unitgen/config/accounts.h"

#include <string_view>

namespace sa {

// As is_granted of a service (systemd/granted.h), of a conf of ours.
bool is_conf_granted(std::string_view conf, const TeamPolicy& policy, Accounts& accounts);

}  // namespace sa
