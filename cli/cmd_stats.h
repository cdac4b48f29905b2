#pragma once

#include "cli/context.h"
#include "store/run_reader.h"

#include <string>
#include <vector>

namespace sa {

struct StatsOptions {
  std::vector<std::string> units;  // empty: all that ran
  Span span;                       // absent start: 30 days before its end, or before now
  std::vector<std::string> teams;  // empty: any
  bool json = false;
};

// A row a unit: runs, failures, durations in the span. Memory does not grow with the runs. Returns
// exit_unwell when an asked unit is not known, exit_usage when the span ends before it begins.
int cmd_stats(const StatsOptions& options, const Context& context);

}  // namespace sa
