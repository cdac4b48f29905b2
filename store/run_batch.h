#pragma once

#include "store/dictionary.h"
#include "store/run_lookup.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace sa {

// The keys that are still to be visited, [from, to), and in which direction.
struct Way {
  RunKey from;
  RunKey to;
  bool newest_first;

  bool ends_at(RunKey key) const { return newest_first ? key < from : key >= to; }
  bool has_passed(RunKey key) const { return newest_first ? key >= to : key < from; }
  void pass(RunKey key) { (newest_first ? to : from) = newest_first ? key : key + 1; }
};

// Runs that were read together, in buffers that stay.
struct Batch {
  std::vector<Run> runs;
  std::size_t used = 0;
  std::size_t limit = 20;  // what a terminal shows

  bool is_full() const { return used == limit; }
  // Empties it for the next ones, of which it takes more than before.
  void start_anew();
  Run& next();
};

// Fills batches with the next runs of a way, and shortens the way by them. Where a run is damaged
// the batch ends before it; one that would begin with it throws Damaged.
class BatchReader {
 public:
  // `failure` begins the messages. All three outlive it.
  BatchReader(const Tables& tables, Dictionary& dictionary, const std::string& failure)
      : tables_(tables), dictionary_(dictionary), failure_(failure) {}

  void read(const lmdb::Transaction& view, Way& way, Batch& batch) const;
  // Only runs of the unit in the partition. False: the batch has ended before these have.
  [[nodiscard]] bool read_of(const lmdb::Transaction& view, Partition partition, std::uint32_t unit,
                             Way& way, Batch& batch) const;

 private:
  template <typename Decode>
  bool take(const lmdb::Transaction& view, RunKey key, const Decode& decode, Way& way,
            Batch& batch) const;

  const Tables& tables_;
  Dictionary& dictionary_;
  const std::string& failure_;
};

}  // namespace sa
