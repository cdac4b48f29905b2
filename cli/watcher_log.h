#pragma once

#include "cli/run_log.h"

#include <filesystem>
#include <string>

namespace sa {

// The log as the watcher tells it to somebody who may not open the store: the runs of the units
// that polkit lets him read. Which units there are is told by the status file, which all may read.
// Each question starts sa-ask, which asks org.scriptactivity.Watcher1. Throws Error with what the
// watcher refused.
class WatcherLog : public RunLog {
 public:
  // `forbidden`: why the store cannot be read, for where the watcher cannot be asked.
  WatcherLog(std::filesystem::path status, std::string forbidden);

  std::vector<UnitRecord> units() const override;
  std::optional<UnitRecord> unit(std::string_view name) const override;
  void visit_runs_of(std::string_view unit, const Span& span, Order order,
                     const RunVisitor& visit) const override;
  void visit_runs(const Span& span, Order order, const RunVisitor& visit) const override;
  std::vector<UnitSlot> slots_of(std::string_view unit, const Span& span) const override;
  std::vector<Change> changes_of(std::string_view unit) const override;
  std::vector<Run> runs_with_invocation(std::string_view hex_prefix,
                                        std::size_t limit) const override;
  std::optional<std::vector<std::string>> output_command(const Reading& reading) const override;

 private:
  void visit(const Reading& reading, const RunVisitor& visit) const;

  std::filesystem::path status_;
  std::string forbidden_;
};

// The command that has the watcher tell this.
std::vector<std::string> told_by_watcher(const Reading& reading);

}  // namespace sa
