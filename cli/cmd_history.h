#pragma once

#include "cli/context.h"
#include "cli/unit_wish.h"
#include "core/run.h"
#include "store/run_reader.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace sa {

struct HistoryOptions : UnitWish {
  Span span;
  std::vector<State> states;           // empty: any
  std::optional<std::uint64_t> limit;  // absent: 20 in a table on a terminal, else all
  bool json = false;
  bool csv = false;
};

// Runs, newest first. Returns exit_unwell when an asked unit is not known.
int cmd_history(const HistoryOptions& options, const Context& context);

}  // namespace sa
