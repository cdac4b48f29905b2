#pragma once

#include "core/run.h"

#include <string>
#include <vector>

namespace sa::test {

// How instants, identities and boots are written.
struct Frame {
  Instant zero;  // instants are "+12.345": milliseconds since
  Id128 boot;    // not written where a run is of it
};

// Every field of a run in one line, so that comparing the line compares the run:
//   backup.service #1 succeeded +10..+300 success exit 0, timer backup.timer +5, both
// Left out where it is as follows: attempt 1, at = began, no due, exit, pid, reason or cpu, host
// "box". "?": absent. Identities: "#1" for 0…01, "start 7" for one derived from start 7, "queue
// failure" for that of a timer which could not queue its service, else 32 hex digits.
std::string text_of(const Run& run, const Frame& frame);
std::string text_of(Instant instant, const Frame& frame);

// One line a run, each with its "\n".
std::string text_of(const std::vector<Run>& runs, const Frame& frame);

}  // namespace sa::test
