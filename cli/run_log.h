#pragma once

#include "cli/context.h"
#include "cli/unit_slots.h"
#include "core/reading.h"
#include "store/run_reader.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// The log as a verb reads it: the store itself, or what the watcher tells of it to somebody who may
// read the runs of his team only. What the functions do is told in store/run_reader.h; all throw
// Error.
class RunLog {
 public:
  virtual ~RunLog() = default;
  virtual std::vector<UnitRecord> units() const = 0;
  virtual std::optional<UnitRecord> unit(std::string_view name) const = 0;
  virtual void visit_runs_of(std::string_view unit, const Span& span, Order order,
                             const RunVisitor& visit) const = 0;
  virtual void visit_runs(const Span& span, Order order, const RunVisitor& visit) const = 0;
  virtual std::vector<UnitSlot> slots_of(std::string_view unit, const Span& span) const = 0;
  virtual std::vector<Run> runs_with_invocation(std::string_view hex_prefix,
                                                std::size_t limit) const = 0;
  // What people did to the unit and its timers, oldest first.
  virtual std::vector<Change> changes_of(std::string_view unit) const = 0;
  // The command that tells the output of a unit or a run; nullopt: journalctl is asked directly.
  virtual std::optional<std::vector<std::string>> output_command(const Reading& reading) const = 0;
};

// The store; the watcher where the person may not read this host's own store. Throws Error as
// open_store() does.
std::unique_ptr<RunLog> open_log(const Context& context);
// The store alone.
std::unique_ptr<RunLog> store_log(std::unique_ptr<RunReader> store);

}  // namespace sa
