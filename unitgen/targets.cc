#include "unitgen/targets.h"

#include "unitgen/systemd/systemd_manager.h"
#include "unitgen/systemd/systemd_target.h"
#include "unitgen/upstart/upstart_init.h"
#include "unitgen/upstart/upstart_target.h"

namespace sa {

std::unique_ptr<Target> target_of(const Folders& folders, Accounts& accounts, TimeZones& zones) {
  if (folders.target == TargetKind::upstart)
    return std::make_unique<UpstartTarget>(folders, accounts, zones);
  return std::make_unique<SystemdTarget>(folders, accounts);
}

TargetKind target_of_host() {
  const bool is_upstart = !is_systemd_running() && is_upstart_running();
  return is_upstart ? TargetKind::upstart : TargetKind::systemd;
}

}  // namespace sa
