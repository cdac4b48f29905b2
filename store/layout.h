#pragma once

#include "core/instant.h"
#include "core/run.h"
#include "store/lmdb.h"
#include "store/record_format.h"

#include <cstdint>
#include <optional>
#include <string>

namespace sa {

// The tables of the store, as FORMAT.md tells them.
struct Tables {
  lmdb::Table meta;
  lmdb::Table notes;
  lmdb::Table names;        // number -> name
  lmdb::Table name_hashes;  // hash of a name -> numbers
  lmdb::Table units;        // unit's number -> UnitRecord
  lmdb::Table runs;         // RunKey -> Run
  lmdb::Table reasons;      // RunKey -> reason
  lmdb::Table open_runs;    // RunKeys of the runs in state running
  lmdb::Table by_unit;      // partition, unit's number -> RunKeys
  lmdb::Table by_identity;  // partition -> start of the identity, RunKey
  // unit's number, first due instant -> SlotRange; stores that no newer program wrote to have none
  std::optional<lmdb::Table> slots;
};

constexpr std::uint32_t schema_version = 1;

// Makes the tables in an empty environment; elsewhere finds them. Throws Damaged when this is not a
// store, or one of a newer schema.
Tables make_tables(lmdb::Transaction& transaction);
Tables open_tables(lmdb::Transaction& transaction);

// The least key of a run at `at`; instants before 1970 and after the year 2112 are taken for these.
RunKey first_key_at(Instant at);
// Whether a run at `at` has a key.
bool has_key(Instant at);

// Partitions: the runs are cut into stretches of keys, so that what comes in at random (identities,
// units) is written into a few pages near each other. A partition is named by its least key, its
// end is the next one's start; the first is 0.
using Partition = RunKey;
constexpr std::uint64_t partition_runs = 32768;

// Keys and values of the two indexes.
std::string unit_key(Partition partition, std::uint32_t unit);
constexpr std::size_t identity_prefix_size = 4;
std::string identity_value(const Id128& identity, RunKey key);
RunKey key_of_identity_value(Bytes value);

}  // namespace sa
