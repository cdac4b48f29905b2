#pragma once

#include "core/cron_clock.h"

#include <string>
#include <vector>

namespace sa {

// What systemd makes of a schedule around a change of the clocks, and cron does not, and the other
// way round; ascending.
struct CronDifference {
  ClockStep step;
  std::vector<WallRun> left_out;  // cron makes them
  std::vector<WallRun> added;     // systemd makes them
};

// All runs of both in one time around `step`, ascending.
CronDifference difference_of(const ClockStep& step, const std::vector<WallRun>& systemd,
                             const std::vector<WallRun>& cron);

// "the run of 02:30 is left out, cron would make it at 03:00"; several are joined by "; ". Empty:
// there is no difference.
std::string to_string(const CronDifference& difference);

}  // namespace sa
