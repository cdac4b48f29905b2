#pragma once

#include "cli/csv.h"
#include "cli/json.h"
#include "cli/table.h"

#include <memory>

namespace sa {

// Writes one run after the other in one of the forms of `sa history`.
class RunRows {
 public:
  virtual ~RunRows() = default;
  virtual void put(const Run& run, const Owner& owner) = 0;
  // After the last run.
  virtual void end() {}
};

std::unique_ptr<RunRows> json_rows(Output& out);
std::unique_ptr<RunRows> csv_rows(Output& out);
// Printed in parts, so that ten million runs do not lie in memory; nothing at all without runs.
std::unique_ptr<RunRows> table_rows(Output& out, const Screen& screen, Instant now);

}  // namespace sa
