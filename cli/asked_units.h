#pragma once

#include "cli/published.h"

#include <string>
#include <vector>

namespace sa {

// The verdicts for verbs that can do without: none where neither status file nor store can be read,
// after `err` has got a word why.
std::vector<UnitStatus> known_or_none(const Context& context);

// What a UNIT argument of a verb that acts stands for: units as choice_of() finds them; else, as
// there are units that the watcher does not know, the argument where it is the full name of a
// timer or service (as it is: a timer stands for itself). Empty, with `problem`: for nothing.
struct AskedUnits {
  std::vector<std::string> units;
  std::string problem;
};
AskedUnits asked_units(const std::string& argument, const std::vector<UnitStatus>& known);

// Why `verb` does nothing to these units and timers: one is Upstart's, where only systemd's can be
// commanded. Empty: all are systemd's.
std::string not_of_systemd(const std::string& verb, const std::vector<std::string>& units);

}  // namespace sa
