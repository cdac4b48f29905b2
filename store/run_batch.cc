#include "store/run_batch.h"

#include "core/error.h"

#include <algorithm>

namespace sa {
namespace {

constexpr std::size_t largest_batch = 512;

}  // namespace

void Batch::start_anew() {
  if (used > 0) limit = std::min(limit * 2, largest_batch);
  used = 0;
}

Run& Batch::next() {
  if (used == runs.size()) runs.emplace_back();
  return runs[used];
}

// False: the run is damaged, and is to be the first of the next batch, which then throws.
template <typename Decode>
bool BatchReader::take(const lmdb::Transaction& view, RunKey key, const Decode& decode, Way& way,
                       Batch& batch) const {
  try {
    if (way.has_passed(key)) throw Damaged(failure_ + ": its keys are out of order");
    Run& run = batch.next();
    const auto rest = decode(run);
    complete_run(view, tables_, dictionary_, key, rest, run);
  } catch (const Damaged&) {
    if (batch.used == 0) throw;
    return false;
  }
  way.pass(key);
  ++batch.used;
  return true;
}

void BatchReader::read(const lmdb::Transaction& view, Way& way, Batch& batch) const {
  lmdb::Cursor cursor(view, tables_.runs);
  bool found = way.newest_first ? go_before(cursor, way.to) : cursor.find_from(bytes_of(way.from));
  for (; found && !batch.is_full(); found = way.newest_first ? cursor.previous() : cursor.next()) {
    const auto key = integer_of<RunKey>(cursor.key());
    if (way.ends_at(key)) return;
    const auto decode = [&](Run& run) { return decode_run(cursor.value(), key, run); };
    if (!take(view, key, decode, way, batch)) return;
  }
}

bool BatchReader::read_of(const lmdb::Transaction& view, Partition partition, std::uint32_t unit,
                          Way& way, Batch& batch) const {
  lmdb::Cursor cursor(view, tables_.by_unit);
  const auto index_key = unit_key(partition, unit);
  bool found = way.newest_first ? go_before(cursor, index_key, way.to)
                                : cursor.find_value_from(index_key, bytes_of(way.from));
  for (; found; found = way.newest_first ? cursor.previous_value() : cursor.next_value()) {
    if (batch.is_full()) return false;
    const auto key = integer_of<RunKey>(cursor.value());
    if (way.ends_at(key)) return true;
    const auto decode = [&](Run& run) {
      const auto rest = read_run(view, tables_, key, run);
      if (rest.names.unit != unit)
        throw Damaged(failure_ + ": an index names a run of another unit");
      return rest;
    };
    if (!take(view, key, decode, way, batch)) return false;
  }
  return true;
}

}  // namespace sa
