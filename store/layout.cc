#include "store/layout.h"

#include "store/newer_store.h"

#include <algorithm>

namespace sa {
namespace {

using lmdb::Keys;
using lmdb::Table;
using lmdb::Transaction;
using lmdb::Values;

constexpr std::int64_t end_of_keys = std::int64_t{1} << 52;
constexpr Bytes schema_key = "schema";

[[noreturn]] void refuse(const Transaction& transaction, const std::string& cause) {
  throw Damaged(transaction.environment().failure() + ": " + cause);
}

Table table(Transaction& transaction, const char* name, Keys keys, Values values) {
  const auto table = transaction.table(name, keys, values);
  if (!table) refuse(transaction, std::string("its table '") + name + "' is missing");
  return *table;
}

Tables all_tables(Transaction& transaction) {
  const auto one = [&](const char* name, Keys keys, Values values) {
    return table(transaction, name, keys, values);
  };
  return {
      .meta = one("meta", Keys::bytes, Values::single),
      .notes = one("notes", Keys::bytes, Values::single),
      .names = one("names", Keys::integers, Values::single),
      .name_hashes = one("name-hashes", Keys::integers, Values::fixed),
      .units = one("units", Keys::integers, Values::single),
      .runs = one("runs", Keys::integers, Values::single),
      .reasons = one("reasons", Keys::integers, Values::single),
      .open_runs = one("open-runs", Keys::integers, Values::single),
      .by_unit = one("by-unit", Keys::bytes, Values::integers),
      .by_identity = one("by-identity", Keys::integers, Values::fixed),
      .slots = transaction.table("slots", Keys::bytes, Values::single),
  };
}

// The schema comes first: a newer one may have other tables.
void check_schema(Transaction& transaction) {
  const auto meta = transaction.table("meta", Keys::bytes, Values::single);
  const auto sealed = meta ? transaction.get(*meta, schema_key) : std::nullopt;
  if (!sealed) refuse(transaction, "it is LMDB, but not a store of this program");
  const auto schema =
      integer_of<std::uint32_t>(unseal(Kind::schema, schema_key, *sealed, "the schema"));
  if (schema > schema_version)
    throw NewerStore(transaction.environment().failure() + ": its schema is " +
                     std::to_string(schema) + ", this program knows up to " +
                     std::to_string(schema_version) + "; upgrade this program");
}

void write_schema(Transaction& transaction, Table meta) {
  std::string sealed;
  seal(Kind::schema, schema_key, bytes_of(schema_version), sealed);
  transaction.put(meta, schema_key, sealed);
}

template <typename Integer>
void append_big_endian(Integer value, std::string& out) {
  for (int shift = sizeof value * 8 - 8; shift >= 0; shift -= 8)
    out.push_back(static_cast<char>(value >> shift & 0xff));
}

}  // namespace

Tables make_tables(Transaction& transaction) {
  if (transaction.names() != 0) {
    check_schema(transaction);
    return all_tables(transaction);
  }
  const auto tables = all_tables(transaction);
  write_schema(transaction, tables.meta);
  return tables;
}

Tables open_tables(Transaction& transaction) {
  if (transaction.names() == 0)
    throw Error(transaction.environment().failure() +
                ": it is empty, no watcher has written to it yet");
  check_schema(transaction);
  return all_tables(transaction);
}

RunKey first_key_at(Instant at) {
  const auto usec = std::clamp<std::int64_t>(at.time_since_epoch().count(), 0, end_of_keys - 1);
  return static_cast<RunKey>(usec) << 12;
}

bool has_key(Instant at) {
  const auto usec = at.time_since_epoch().count();
  return usec >= 0 && usec < end_of_keys;
}

std::string unit_key(Partition partition, std::uint32_t unit) {
  std::string key;
  append_big_endian(partition, key);
  append_big_endian(unit, key);
  return key;
}

std::string identity_value(const Id128& identity, RunKey key) {
  std::string value(reinterpret_cast<const char*>(identity.bytes.data()), identity_prefix_size);
  append_big_endian(key, value);
  return value;
}

RunKey key_of_identity_value(Bytes value) {
  if (value.size() != identity_prefix_size + sizeof(RunKey))
    throw Damaged("cannot read the store: an identity has the wrong size");
  RunKey key = 0;
  for (const char byte : value.substr(identity_prefix_size))
    key = key << 8 | static_cast<unsigned char>(byte);
  return key;
}

}  // namespace sa
