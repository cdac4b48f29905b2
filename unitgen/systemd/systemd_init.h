#pragma once

#include "unitgen/apply/changeover.h"
#include "unitgen/systemd/systemd_manager.h"

namespace sa {

// Stops what goes, reloads once, starts what is new and revives what is mended.
class SystemdInit : public InitSystem {
 public:
  // Throws Error when the bus cannot be reached.
  SystemdInit() = default;
  void before(const Pending& todo) override;
  void after(const Pending& todo) override;

 private:
  SystemdManager::Refusals note(SystemdManager::Refusals refusals);

  SystemdManager manager_;
};

}  // namespace sa
