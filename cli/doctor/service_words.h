#pragma once

#include "cli/doctor/checks.h"

#include <cstddef>
#include <string>

namespace sa {

// "1 unit", "3 units"
std::string counted(std::size_t count, const std::string& what);

// One of our services as a person knows it, and what it means that it does not run.
struct ServiceWords {
  std::string name;   // "the watcher"
  std::string means;  // "no run is recorded"
};

// Is a service that should always run there, unmasked, running, and started at boot? With what
// became of it, the start limit too.
Findings service_findings(const SeenUnit& service, const HostFacts& facts,
                          const ServiceWords& words);

// systemd knows no unit of this name.
Finding not_installed(const std::string& service);

}  // namespace sa
