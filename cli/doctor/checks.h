#pragma once

#include "cli/doctor/finding.h"
#include "cli/doctor/host_facts.h"

#include <span>
#include <vector>

namespace sa {

using Findings = std::vector<Finding>;

// Each says what is wrong, or that all it looked at is well: at least one finding.
struct Check {
  const char* name;
  Findings (*findings)(const HostFacts& facts);
  bool needs_systemd = false;  // it is not looked at where Upstart is the init system
};

// All checks, in the order in which they are told.
std::span<const Check> all_checks();

// What all checks find, worst first.
Findings examined(const HostFacts& facts);

}  // namespace sa
