#pragma once

#include "cli/context.h"

#include <string>
#include <vector>

namespace sa {

struct DoctorOptions {
  std::vector<std::string> units;  // to which the checks of units are limited; none: all
  bool verbose = false;            // what is well, too
  bool json = false;
};

// What is wrong with the watcher, the host and its timers, and what mends it.
int cmd_doctor(const DoctorOptions& options, const Context& context);

}  // namespace sa
