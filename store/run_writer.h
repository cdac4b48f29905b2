#pragma once

#include "core/run.h"
#include "core/slot.h"
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
  // `map_size` is where the map begins; it doubles when the store needs more.
  explicit RunWriter(const std::filesystem::path& directory,
                     std::size_t map_size = std::size_t{1} << 30);
  ~RunWriter();
  RunWriter(const RunWriter&) = delete;
  RunWriter& operator=(const RunWriter&) = delete;

  // Inserts the run, or replaces the one with the same identity, keeping its `at` and so its place
  // in the order. The same identity is recognised in every run that is still going, in the newest
  // run of its unit, and wherever the two `at` are less than an hour apart: an identity is of one
  // run, and what is told of a run twice is told with nearly the same `at`.
  // Throws Error when `at` is before 1970 or after the year 2112.
  void put(const Run& run);
  // Inserts or replaces the record of a unit.
  void put_unit(const UnitRecord& unit);
  // Inserts the due instants in a row, or replaces those of the unit with the same first one.
  void put_slots(const SlotRange& range);
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
  // Up to `until`, but for those that were missed.
  std::optional<Run> last_run(std::string_view unit, Instant until = Instant::max()) const;
  std::optional<Run> run(const Id128& identity) const;
  std::optional<std::string> note(std::string_view name) const;
  std::uint64_t size() const;  // runs in the log

  // Drops at most `at_most` runs that the retention no longer keeps, oldest first and never one
  // that is still going, and as many slots that are older than its age, with the next commit; says
  // how many. It judges what is committed. Unit records whose last run went stay.
  std::size_t prune(const Retention& retention, Instant now, std::size_t at_most);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sa
