#pragma once

#include "cli/context.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sa {

struct LogOptions {
  std::string unit;
  std::string invocation;  // its first hex digits; empty: the last run that has one
  bool follow = false;
  bool all = false;  // every run, and systemd's own messages on the unit
  bool no_pager = false;
  std::string output;                  // journalctl's format; empty: its default
  std::optional<std::uint64_t> lines;  // the last so many; the largest: all
};

// Becomes journalctl; of a job of Upstart tail(1). Returns only when there is no output to show:
// exit_unwell.
int cmd_log(const LogOptions& options, const Context& context);

}  // namespace sa
