#pragma once

#include "cli/context.h"
#include "cli/unit_wish.h"
#include "store/run_reader.h"

namespace sa {

// Without any unit named: those of its group that ran.
struct StatsOptions : UnitWish {
  Span span;  // absent start: 30 days before its end, or before now
  bool json = false;
};

// A row a unit: runs, failures, durations in the span. Memory does not grow with the runs. Returns
// exit_unwell when an asked unit is not known, exit_usage when the span ends before it begins.
int cmd_stats(const StatsOptions& options, const Context& context);

}  // namespace sa
