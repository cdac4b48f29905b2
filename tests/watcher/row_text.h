#pragma once

#include "core/unit_status.h"
#include "tests/watcher/run_text.h"

#include <optional>
#include <string>

namespace sa::test {

// A row of `sa status` in a few lines, so that comparing the text compares the row; what is absent
// is left out. Instants as in text_of(Instant). "no row\n" for none.
//   backup.service: ok since +10
//   job 'backup' team 'lp' tags nightly disk
//   timers backup.timer
//   schedule OnCalendar=hourly
//   +60000 late (no run began, due ...)
//   due +3600000, expected by +3660000, grace 60000ms, deadline 60000ms
//   last #7 succeeded, 2 failures, success -50000
std::string row_text(const std::optional<UnitStatus>& row, const Frame& frame);

// Up to the first "\n".
std::string first_line(const std::string& text);

}  // namespace sa::test
