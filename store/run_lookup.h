#pragma once

#include "core/run.h"
#include "store/dictionary.h"
#include "store/layout.h"

#include <functional>
#include <optional>
#include <vector>

namespace sa {

// Reading runs within one view of the store: what the reader and the writer both need. All throw
// Damaged where keys do not ascend or an index names a run that is not there.

// Sets `run` but for its names and reason.
RunRest read_run(const lmdb::Transaction& transaction, const Tables& tables, RunKey key, Run& run);
// Sets what decode_run left open.
void complete_run(const lmdb::Transaction& transaction, const Tables& tables,
                  Dictionary& dictionary, RunKey key, const RunRest& rest, Run& run);

// All partitions that hold runs, ascending.
std::vector<Partition> partitions_of(const lmdb::Transaction& transaction, const Tables& tables);

// Go to the greatest value of the key, or the greatest key, that is less than `bound`.
bool go_before(lmdb::Cursor& by_unit, Bytes key, RunKey bound);
bool go_before(lmdb::Cursor& runs, RunKey bound);

std::optional<RunKey> newest_of(const lmdb::Transaction& transaction, const Tables& tables,
                                const std::vector<Partition>& partitions, std::uint32_t unit);

// The same of the runs that happened up to `until`: none that was missed.
std::optional<RunKey> newest_that_ran(const lmdb::Transaction& transaction, const Tables& tables,
                                      const std::vector<Partition>& partitions, std::uint32_t unit,
                                      Instant until);

// Calls `visit` with the keys of the partition's runs whose identities begin with bytes from
// `first` to `last` (both identity_prefix_size long), until it returns false.
void visit_identities(const lmdb::Transaction& transaction, const Tables& tables,
                      Partition partition, Bytes first, Bytes last,
                      const std::function<bool(RunKey)>& visit);

// The run with this identity in these partitions, the last first; `run` is then set as by read_run.
struct Found {
  RunKey key;
  RunRest rest;
};
std::optional<Found> find_identity(const lmdb::Transaction& transaction, const Tables& tables,
                                   const std::vector<Partition>& partitions, const Id128& identity,
                                   Run& run);

}  // namespace sa
