#include "store/run_edit.h"

#include <algorithm>
#include <cstring>

namespace sa {
namespace {

using lmdb::Put;

// How far apart two tellers may put the beginning of the same run.
constexpr Duration told_apart = std::chrono::hours(1);

Bytes boot_name(const Run& run) {
  if (run.boot == Id128{}) return {};
  return {reinterpret_cast<const char*>(run.boot.bytes.data()), run.boot.bytes.size()};
}

}  // namespace

std::size_t RunEdit::IdHash::operator()(const Id128& id) const {
  std::size_t hash = 0;
  std::memcpy(&hash, id.bytes.data(), sizeof hash);
  return hash;
}

void RunEdit::load(const lmdb::Transaction& transaction) {
  partitions_ = partitions_of(transaction, tables_);
  lmdb::Cursor identities(transaction, tables_.by_identity);
  newest_runs_ = identities.last() ? identities.count() : 0;
  lmdb::Cursor runs(transaction, tables_.runs);
  last_key_ = runs.last() ? std::optional(integer_of<RunKey>(runs.key())) : std::nullopt;
  open_.clear();
  Run run;
  lmdb::Cursor open(transaction, tables_.open_runs);
  for (bool found = open.first(); found; found = open.next()) {
    const auto key = integer_of<RunKey>(open.key());
    const auto rest = read_run(transaction, tables_, key, run);
    const Place place{key, run.at, rest.names.unit, rest.has_reason, true};
    if (!open_.emplace(run.identity, place).second)
      throw Damaged(transaction.environment().failure() + ": a run is open twice");
  }
}

void RunEdit::put(lmdb::Transaction& transaction, Run& run) {
  const auto names = names_for(transaction, run);
  auto place = find(transaction, run, names.unit);
  if (!place) {
    write_open(transaction, run, insert(transaction, run, names));
    return;
  }
  run.at = place->at;
  write(transaction, run, names, place->key, Put::replace);
  write_reason(transaction, run, *place);
  if (place->unit != names.unit) {
    const auto partition = partition_for(place->key);
    transaction.erase(tables_.by_unit, unit_key(partition, place->unit), bytes_of(place->key));
    transaction.put(tables_.by_unit, unit_key(partition, names.unit), bytes_of(place->key));
    place->unit = names.unit;
  }
  place->has_reason = !run.reason.empty();
  write_open(transaction, run, *place);
}

RunNames RunEdit::names_for(lmdb::Transaction& transaction, const Run& run) {
  return {.unit = dictionary_.number_for(transaction, run.unit),
          .host = dictionary_.number_for(transaction, run.host),
          .boot = dictionary_.number_for(transaction, boot_name(run)),
          .trigger_unit = dictionary_.number_for(transaction, run.trigger.unit),
          .trigger_by = dictionary_.number_for(transaction, run.trigger.by)};
}

std::optional<RunEdit::Place> RunEdit::find(const lmdb::Transaction& transaction, const Run& run,
                                            std::uint32_t unit) const {
  if (const auto open = open_.find(run.identity); open != open_.end()) return open->second;
  Run stored;
  const auto found =
      find_identity(transaction, tables_, partitions_around(run.at), run.identity, stored);
  if (!found) return find_among_newest(transaction, run, unit);
  return Place{found->key, stored.at, found->rest.names.unit, found->rest.has_reason,
               stored.state == State::running};
}

// At its start the watcher is told of each unit's newest run again, however long ago that was.
std::optional<RunEdit::Place> RunEdit::find_among_newest(const lmdb::Transaction& transaction,
                                                         const Run& run, std::uint32_t unit) const {
  const auto key = newest_of(transaction, tables_, partitions_, unit);
  if (!key) return std::nullopt;
  if (*key > first_key_at(run.at - told_apart) && *key < first_key_at(run.at + told_apart))
    return std::nullopt;
  Run newest;
  const auto rest = read_run(transaction, tables_, *key, newest);
  if (newest.identity != run.identity) return std::nullopt;
  return Place{*key, newest.at, rest.names.unit, rest.has_reason, newest.state == State::running};
}

RunEdit::Place RunEdit::insert(lmdb::Transaction& transaction, const Run& run,
                               const RunNames& names) {
  const auto key = free_key(transaction, run.at);
  const bool is_last = !last_key_ || key > *last_key_;
  const auto how = is_last ? Put::append : Put::add;
  const auto partition = partition_for(key);
  write(transaction, run, names, key, how);
  if (!transaction.put(tables_.by_unit, unit_key(partition, names.unit), bytes_of(key),
                       is_last ? Put::append : Put::replace))
    throw Damaged(transaction.environment().failure() + ": its keys are out of order");
  transaction.put(tables_.by_identity, bytes_of(partition), identity_value(run.identity, key));
  if (partition == partitions_.back()) ++newest_runs_;
  if (is_last) last_key_ = key;
  const Place place{key, run.at, names.unit, false, false};
  write_reason(transaction, run, place);
  return {key, run.at, names.unit, !run.reason.empty(), false};
}

// The first key of that microsecond that no run has yet, or of the next one.
RunKey RunEdit::free_key(const lmdb::Transaction& transaction, Instant at) const {
  if (!last_key_ || first_key_at(at) > *last_key_) return first_key_at(at);
  lmdb::Cursor runs(transaction, tables_.runs);
  for (Instant usec = at; usec < at + Duration(65536); usec += Duration(1)) {
    const auto first = first_key_at(usec);
    const auto end = first + 4096;
    if (!go_before(runs, end)) return first;
    const auto taken = integer_of<RunKey>(runs.key());
    if (taken < first) return first;
    if (taken + 1 < end) return taken + 1;
  }
  throw Error(transaction.environment().failure() + ": too many runs at one microsecond");
}

void RunEdit::write(lmdb::Transaction& transaction, const Run& run, const RunNames& names,
                    RunKey key, Put how) {
  encode_run(run, names, key, buffer_);
  if (!transaction.put(tables_.runs, bytes_of(key), buffer_, how))
    throw Damaged(transaction.environment().failure() + ": its keys are out of order");
}

void RunEdit::write_reason(lmdb::Transaction& transaction, const Run& run, const Place& before) {
  if (!run.reason.empty()) {
    encode_reason(run.reason, before.key, buffer_);
    transaction.put(tables_.reasons, bytes_of(before.key), buffer_);
  } else if (before.has_reason) {
    transaction.erase(tables_.reasons, bytes_of(before.key));
  }
}

void RunEdit::write_open(lmdb::Transaction& transaction, const Run& run, Place place) {
  const bool is_open = run.state == State::running;
  if (is_open && !place.is_open)
    transaction.put(tables_.open_runs, bytes_of(place.key), Bytes("", 0));
  if (!is_open && place.is_open) transaction.erase(tables_.open_runs, bytes_of(place.key));
  place.is_open = is_open;
  if (is_open)
    open_.insert_or_assign(run.identity, place);
  else
    open_.erase(run.identity);
}

Partition RunEdit::partition_for(RunKey key) {
  if (partitions_.empty() || key < partitions_.front()) {
    partitions_.insert(partitions_.begin(), 0);
    return 0;
  }
  const bool is_last = !last_key_ || key > *last_key_;
  if (is_last && newest_runs_ >= partition_runs) {
    partitions_.push_back(key);
    newest_runs_ = 0;
  }
  return *std::prev(std::upper_bound(partitions_.begin(), partitions_.end(), key));
}

std::vector<Partition> RunEdit::partitions_around(Instant at) const {
  const auto from = first_key_at(at - told_apart);
  const auto to = first_key_at(at + told_apart);
  auto first = std::upper_bound(partitions_.begin(), partitions_.end(), from);
  if (first != partitions_.begin()) --first;
  return {first, std::upper_bound(first, partitions_.end(), to)};
}

bool RunEdit::drop(lmdb::Transaction& transaction, RunKey key) {
  const auto value = transaction.get(tables_.runs, bytes_of(key));
  if (!value) return false;
  Run run;
  const auto rest = decode_run(*value, key, run);
  const auto partition = partition_for(key);
  transaction.erase(tables_.by_unit, unit_key(partition, rest.names.unit), bytes_of(key));
  transaction.erase(tables_.by_identity, bytes_of(partition), identity_value(run.identity, key));
  if (rest.has_reason) transaction.erase(tables_.reasons, bytes_of(key));
  if (run.state == State::running) transaction.erase(tables_.open_runs, bytes_of(key));
  open_.erase(run.identity);
  transaction.erase(tables_.runs, bytes_of(key));
  return true;
}

}  // namespace sa
