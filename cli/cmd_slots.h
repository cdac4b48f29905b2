#pragma once

#include "cli/context.h"
#include "core/slot.h"
#include "store/run_reader.h"

#include <string>
#include <vector>

namespace sa {

struct SlotsOptions {
  std::vector<std::string> units;
  Span span;                          // absent start: a day before its end, or before now
  std::vector<SlotVerdict> verdicts;  // empty: any
  bool json = false;
};

// The due instants of a span and what became of each, oldest first. Returns exit_unwell when an
// asked unit is not known.
int cmd_slots(const SlotsOptions& options, const Context& context);

}  // namespace sa
