#include "store/run_lookup.h"

#include <algorithm>
#include <cstring>

namespace sa {
namespace {

[[noreturn]] void out_of_order(const lmdb::Transaction& transaction) {
  throw Damaged(transaction.environment().failure() + ": its keys are out of order");
}

}  // namespace

RunRest read_run(const lmdb::Transaction& transaction, const Tables& tables, RunKey key, Run& run) {
  const auto value = transaction.get(tables.runs, bytes_of(key));
  if (!value)
    throw Damaged(transaction.environment().failure() + ": an index names a run that is missing");
  return decode_run(*value, key, run);
}

void complete_run(const lmdb::Transaction& transaction, const Tables& tables,
                  Dictionary& dictionary, RunKey key, const RunRest& rest, Run& run) {
  run.unit = dictionary.name_of(transaction, rest.names.unit);
  run.host = dictionary.name_of(transaction, rest.names.host);
  run.trigger.unit = dictionary.name_of(transaction, rest.names.trigger_unit);
  run.trigger.by = dictionary.name_of(transaction, rest.names.trigger_by);
  const auto& boot = dictionary.name_of(transaction, rest.names.boot);
  if (!boot.empty() && boot.size() != run.boot.bytes.size())
    throw Damaged(transaction.environment().failure() + ": a boot id has the wrong size");
  run.boot = {};
  std::memcpy(run.boot.bytes.data(), boot.data(), boot.size());
  run.reason.clear();
  if (!rest.has_reason) return;
  const auto reason = transaction.get(tables.reasons, bytes_of(key));
  if (!reason) throw Damaged(transaction.environment().failure() + ": a run's reason is missing");
  decode_reason(*reason, key, run.reason);
}

std::vector<Partition> partitions_of(const lmdb::Transaction& transaction, const Tables& tables) {
  std::vector<Partition> partitions;
  lmdb::Cursor cursor(transaction, tables.by_identity);
  for (bool found = cursor.first(); found; found = cursor.next_key()) {
    const auto partition = integer_of<Partition>(cursor.key());
    if (!partitions.empty() && partition <= partitions.back()) out_of_order(transaction);
    partitions.push_back(partition);
  }
  return partitions;
}

bool go_before(lmdb::Cursor& by_unit, Bytes key, RunKey bound) {
  if (by_unit.find_value_from(key, bytes_of(bound))) return by_unit.previous_value();
  return by_unit.find(key) && by_unit.last_value();
}

bool go_before(lmdb::Cursor& runs, RunKey bound) {
  if (runs.find_from(bytes_of(bound))) return runs.previous();
  return runs.last();
}

std::optional<RunKey> newest_of(const lmdb::Transaction& transaction, const Tables& tables,
                                const std::vector<Partition>& partitions, std::uint32_t unit) {
  lmdb::Cursor cursor(transaction, tables.by_unit);
  for (auto partition = partitions.rbegin(); partition != partitions.rend(); ++partition)
    if (cursor.find(unit_key(*partition, unit)) && cursor.last_value())
      return integer_of<RunKey>(cursor.value());
  return std::nullopt;
}

std::optional<RunKey> newest_that_ran(const lmdb::Transaction& transaction, const Tables& tables,
                                      const std::vector<Partition>& partitions, std::uint32_t unit,
                                      Instant until) {
  lmdb::Cursor cursor(transaction, tables.by_unit);
  Run run;
  for (auto partition = partitions.rbegin(); partition != partitions.rend(); ++partition) {
    bool found = cursor.find(unit_key(*partition, unit)) && cursor.last_value();
    for (; found; found = cursor.previous_value()) {
      const auto key = integer_of<RunKey>(cursor.value());
      read_run(transaction, tables, key, run);
      if (run.state != State::missed && run.at <= until) return key;
    }
  }
  return std::nullopt;
}

void visit_identities(const lmdb::Transaction& transaction, const Tables& tables,
                      Partition partition, Bytes first, Bytes last,
                      const std::function<bool(RunKey)>& visit) {
  lmdb::Cursor cursor(transaction, tables.by_identity);
  std::string before;
  // Values have one size: the least one that begins with `first` goes on with zeros.
  const std::string from = std::string(first) + std::string(sizeof(RunKey), '\0');
  bool found = cursor.find_value_from(bytes_of(partition), from);
  for (; found; found = cursor.next_value()) {
    if (cursor.value().substr(0, identity_prefix_size) > last) return;
    if (cursor.value() <= before) out_of_order(transaction);
    before = cursor.value();
    if (!visit(key_of_identity_value(cursor.value()))) return;
  }
}

std::optional<Found> find_identity(const lmdb::Transaction& transaction, const Tables& tables,
                                   const std::vector<Partition>& partitions, const Id128& identity,
                                   Run& run) {
  const Bytes prefix(reinterpret_cast<const char*>(identity.bytes.data()), identity_prefix_size);
  std::optional<Found> result;
  for (auto partition = partitions.rbegin(); !result && partition != partitions.rend(); ++partition)
    visit_identities(transaction, tables, *partition, prefix, prefix, [&](RunKey key) {
      const auto rest = read_run(transaction, tables, key, run);
      if (run.identity != identity) return true;
      result = Found{key, rest};
      return false;
    });
  return result;
}

}  // namespace sa
