#pragma once

#include "core/run.h"

#include <map>
#include <string>

#include <sdbus-c++/Types.h>

namespace sa {

// A run as the signals of Watcher1 tell it: the fields that `sa history --json` has, instants and
// durations in microseconds; what is absent is left out.
std::map<std::string, sdbus::Variant> fields_of(const Run& run, const std::string& job,
                                                const std::string& team);

}  // namespace sa
