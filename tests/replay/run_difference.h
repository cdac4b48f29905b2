#pragma once

#include "tests/watcher/run_text.h"

#include <string>
#include <vector>

namespace sa::test {

// The runs of `other` that are not as in `expected`, and those that are in one of them only; empty:
// none. What only systemd tells can no longer be asked for when the journal or the bus is late, and
// is forgiven: its own stamps (the journal's are at most 1 ms off for a beginning, 5 ms for an
// end), the exit of a process that ended cleanly but not with 0, what a transient timer was due,
// who told of the run.
std::string differences(const std::vector<Run>& expected, const std::vector<Run>& other,
                        const Frame& frame);

}  // namespace sa::test
