#pragma once

#include "check/nagios_state.h"
#include "core/health.h"
#include "core/instant.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sa {

// What the plugin was asked for.
struct CheckOptions {
  // Units, job names, timers or globs, as `sa status` takes them; empty: all.
  std::vector<std::string> units;
  std::vector<std::string> excluded;
  std::vector<std::string> teams;  // any of them; empty: all
  std::vector<std::string> tags;   // any of them; empty: all
  // The longest that the last success may lie back, that long included. Where one is set the age
  // judges instead of the health, but for what `states` says and for paused and retired units.
  std::optional<Duration> warning_age, critical_age;
  std::map<Health, NagiosState> states;  // --state; the others as default_state has it
  int verbosity = 0;                     // 1: also what is well, 2: more of each, 3: where from

  bool judges_age() const { return warning_age || critical_age; }
};

// failed, overdue, broken: CRITICAL; late, overrunning, suspect: WARNING; stale: UNKNOWN; else OK.
NagiosState default_state(Health health);

// That of --state, else the default.
NagiosState state_of(Health health, const CheckOptions& options);

}  // namespace sa
