#include "watcher/supervisor.h"

#include <cstdlib>
#include <iostream>

#include <systemd/sd-daemon.h>

namespace sa {
namespace supervisor {

void ready(const std::string& status) {
  sd_notify(0, ("READY=1\nSTATUS=" + status).c_str());
}
void status(const std::string& status) {
  sd_notify(0, ("STATUS=" + status).c_str());
}
void alive(const std::string& status) {
  sd_notify(0, ("WATCHDOG=1\nSTATUS=" + status).c_str());
}
void stopping() {
  sd_notify(0, "STOPPING=1");
}

}  // namespace supervisor

void say(Level level, const std::string& line) {
  if (std::getenv("JOURNAL_STREAM") != nullptr) {
    std::cerr << '<' << static_cast<int>(level) << '>' << line << std::endl;
  } else {
    std::cerr << "sa-watcher: " << line << std::endl;
  }
}

}  // namespace sa
