#pragma once

#include "core/run.h"
#include "store/dictionary.h"
#include "store/layout.h"
#include "store/run_lookup.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace sa {

// Puts runs into the tables and takes them out. What it needs at each put it keeps in memory:
// load() reads that from the store, at first and whenever a transaction came to nothing.
class RunEdit {
 public:
  RunEdit(const Tables& tables, Dictionary& dictionary)
      : tables_(tables), dictionary_(dictionary) {}

  void load(const lmdb::Transaction& transaction);
  // Sets run.at to that of the run in the store with the same identity, if there is one.
  void put(lmdb::Transaction& transaction, Run& run);
  // False: there is no such run.
  bool drop(lmdb::Transaction& transaction, RunKey key);

 private:
  // Where a run is, and what an update must know of it.
  struct Place {
    RunKey key;
    Instant at;
    std::uint32_t unit;
    bool has_reason;
    bool is_open;
  };
  struct IdHash {
    std::size_t operator()(const Id128& id) const;
  };

  RunNames names_for(lmdb::Transaction& transaction, const Run& run);
  std::optional<Place> find(const lmdb::Transaction& transaction, const Run& run,
                            std::uint32_t unit) const;
  std::optional<Place> find_among_newest(const lmdb::Transaction& transaction, const Run& run,
                                         std::uint32_t unit) const;
  Place insert(lmdb::Transaction& transaction, const Run& run, const RunNames& names);
  RunKey free_key(const lmdb::Transaction& transaction, Instant at) const;
  void write(lmdb::Transaction& transaction, const Run& run, const RunNames& names, RunKey key,
             lmdb::Put how);
  void write_reason(lmdb::Transaction& transaction, const Run& run, const Place& before);
  void write_open(lmdb::Transaction& transaction, const Run& run, Place place);
  Partition partition_for(RunKey key);
  std::vector<Partition> partitions_around(Instant at) const;

  Tables tables_;
  Dictionary& dictionary_;
  std::vector<Partition> partitions_;  // ascending
  std::uint64_t newest_runs_ = 0;      // in the last partition
  std::optional<RunKey> last_key_;
  std::unordered_map<Id128, Place, IdHash> open_;
  std::string buffer_;
};

}  // namespace sa
