#pragma once

#include "core/run.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sa {

// A process of a unit that did not end cleanly, as the journal tells it.
struct ProcessExit {
  std::string command;  // "ExecStart", "ExecStartPre", ...
  bool killed = false;  // `status` is a signal number, else an exit status
  std::int32_t status = 0;
};

enum class Ending : std::uint8_t { by_itself, by_stop };

// Writes into the run how it ended: state, result, and exit status or signal of the process that
// made the result. That is the first process whose end fits systemd's result, since systemd keeps
// the first failure; where it is not the main one the reason names it. No exit of a success was
// told: exit status stays absent, unless `zero_only` says that a clean end can only be exit 0.
void end_run(Run& run, Result result, Instant ended, const std::vector<ProcessExit>& exits,
             Ending ending, bool zero_only);
// Makes an ended run one that somebody stopped.
void interrupt_run(Run& run);

}  // namespace sa
