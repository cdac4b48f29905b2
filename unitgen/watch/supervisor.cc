#include "unitgen/watch/supervisor.h"

#include <cstdint>

#include <systemd/sd-daemon.h>

namespace sa {

Supervisor::Supervisor() {
  std::uint64_t usec = 0;
  if (sd_watchdog_enabled(0, &usec) > 0) pulse_ = std::chrono::microseconds(usec / 2);
}

void Supervisor::ready(const std::string& status) {
  sd_notify(0, ("READY=1\nSTATUS=" + status).c_str());
}

void Supervisor::status(const std::string& status) {
  sd_notify(0, ("STATUS=" + status).c_str());
}

void Supervisor::alive() {
  sd_notify(0, "WATCHDOG=1");
}

void Supervisor::stopping() {
  sd_notify(0, "STOPPING=1");
}

}  // namespace sa
