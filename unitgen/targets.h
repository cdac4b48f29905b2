#pragma once

#include "unitgen/apply/target.h"
#include "unitgen/config/accounts.h"
#include "unitgen/config/folders.h"

#include <memory>

namespace sa {

// The target that the folders are for; all must outlive it. Throws Error.
std::unique_ptr<Target> target_of(const Folders& folders, Accounts& accounts, TimeZones& zones);

// Upstart where that is this host's init, else systemd: also where neither runs, as in a chroot.
TargetKind target_of_host();

}  // namespace sa
