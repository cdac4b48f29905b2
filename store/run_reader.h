#pragma once

#include "core/run.h"
#include "core/slot.h"
#include "core/unit_record.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// Half-open span of instants [from, to) over Run::at; absent ends are open.
struct Span {
  std::optional<Instant> from;
  std::optional<Instant> to;
};

enum class Order : std::uint8_t { newest_first, oldest_first };
enum class Visit : std::uint8_t { go_on, stop };

// Called for each run in order. The run is valid only during the call: its buffers are reused, so
// that 100,000 runs cost no allocation. It may take its time, and may read from the same reader.
using RunVisitor = std::function<Visit(const Run&)>;

// Reads the log while the watcher writes it and after it died. A visit takes some hundred runs at a
// time from one view of the store and holds none while its visitor works, so that a slow reader
// does not make the file grow: it meets every run once that is there from its begin to its end, as
// whole commits left it, and may or may not meet those that come or go meanwhile. All functions
// throw Damaged where a value or the order of keys is wrong, and Error where the store cannot be
// read; runs before a damaged one have then been visited.
class RunReader {
 public:
  // Throws Error with what to do: no such directory, no permission (not in the group), not a
  // store, cut short, or of a newer schema (NewerStore).
  explicit RunReader(const std::filesystem::path& directory);
  ~RunReader();
  RunReader(const RunReader&) = delete;
  RunReader& operator=(const RunReader&) = delete;

  // All units that have a record, ascending by name.
  std::vector<UnitRecord> units() const;
  std::optional<UnitRecord> unit(std::string_view name) const;

  // Runs of one unit, a range scan of its own index. An unknown unit has no runs.
  void visit_runs_of(std::string_view unit, const Span& span, Order order,
                     const RunVisitor& visit) const;
  // Runs of everything.
  void visit_runs(const Span& span, Order order, const RunVisitor& visit) const;

  // Due instants of the unit in a row that got no run, where one of them is in the span, ascending.
  std::vector<SlotRange> slots_of(std::string_view unit, const Span& span) const;

  // nullopt: never ran.
  std::optional<Run> last_run(std::string_view unit) const;
  // All runs whose invocation begins with these hex digits (1 to 32), at most `limit`, oldest
  // first.
  std::vector<Run> runs_with_invocation(std::string_view hex_prefix, std::size_t limit) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sa
