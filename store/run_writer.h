#pragma once

#include "core/run.h"
#include "core/unit_record.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// What ends a run's stay in the log. Absent: kept for ever.
struct Retention {
  std::optional<Duration> age;        // older than this, by Run::at
  std::optional<std::uint64_t> runs;  // more than this many in the whole log
};

// The one writer of the log. Nothing is on disk before commit(), all of it is after.
// A failed commit leaves the store as it was: the caller keeps what it owes and tries again.
class RunWriter {
 public:
  // Makes the directory (0750) when its parent exists, the store with mode 0660 for its lock and
  // 0640 for its data. Throws Error: cannot be made, locked by another watcher, not a store, cut
  // short, newer schema.
  explicit RunWriter(const std::filesystem::path& directory);
  ~RunWriter();
  RunWriter(const RunWriter&) = delete;
  RunWriter& operator=(const RunWriter&) = delete;

  // Inserts the run, or replaces the one with the same identity (keeping its place in the order).
  // Runs still going must not be dropped from the log by prune.
  void put(const Run& run);
  // Inserts or replaces the record of a unit.
  void put_unit(const UnitRecord& unit);
  // A small named value of the watcher's own ("journal-cursor", "boot"): at most 511 bytes of name.
  void put_note(std::string_view name, std::string_view value);

  // Makes all puts since the last commit durable (synced) in one transaction; without any it is
  // free. Grows the map by itself. Throws NoRoom on a full disk, Error otherwise; then nothing was
  // written and nothing is pending.
  void commit();
  // Forgets all puts since the last commit.
  void roll_back();

  // What a starting watcher needs, from the committed state.
  std::vector<UnitRecord> units() const;
  std::vector<Run> open_runs() const;  // state running, oldest first
  std::optional<Run> last_run(std::string_view unit) const;
  std::optional<Run> run(const Id128& identity) const;
  std::optional<std::string> note(std::string_view name) const;
  std::uint64_t size() const;  // runs in the log

  // Drops at most `at_most` runs that the retention no longer keeps, oldest first, in the pending
  // transaction; says how many. Unit records whose last run went stay.
  std::size_t prune(const Retention& retention, Instant now, std::size_t at_most);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sa
