#include "store/slot_table.h"

#include "store/record_format.h"

#include <algorithm>

namespace sa {
namespace {

constexpr std::size_t unit_size = sizeof(std::uint32_t);

template <typename Integer>
void append_big_endian(Integer value, std::string& out) {
  for (int shift = sizeof value * 8 - 8; shift >= 0; shift -= 8)
    out.push_back(static_cast<char>(value >> shift & 0xff));
}

std::string slot_key(std::uint32_t unit, Instant first) {
  std::string key;
  append_big_endian(unit, key);
  const auto usec = std::max<std::int64_t>(first.time_since_epoch().count(), 0);
  append_big_endian(static_cast<std::uint64_t>(usec), key);
  return key;
}

// To the last range of the unit that begins at or before `at`, else to its first one.
bool go_to(lmdb::Cursor& cursor, std::uint32_t unit, Instant at) {
  const std::string first = slot_key(unit, Instant());
  bool found = cursor.find_from(slot_key(unit, at));
  if (found && cursor.key() == Bytes(slot_key(unit, at))) return true;
  found = found ? cursor.previous() : cursor.last();
  const bool is_own =
      found && cursor.key().substr(0, unit_size) == Bytes(first).substr(0, unit_size);
  return is_own || cursor.find_from(first);
}

}  // namespace

void put_slots(lmdb::Transaction& transaction, const Tables& tables, Dictionary& dictionary,
               const SlotRange& range) {
  const auto key = slot_key(dictionary.number_for(transaction, range.unit), range.first);
  std::string sealed;
  encode_slots(range, key, sealed);
  transaction.put(*tables.slots, key, sealed);
}

void drop_slots(lmdb::Transaction& transaction, const Tables& tables, Bytes key) {
  transaction.erase(*tables.slots, key);
}

void visit_slots_of(const lmdb::Transaction& transaction, const Tables& tables,
                    Dictionary& dictionary, std::string_view unit, std::optional<Instant> from,
                    std::optional<Instant> to, const std::function<bool(const SlotRange&)>& visit) {
  const auto number = dictionary.number_of(transaction, unit);
  if (!number || !tables.slots) return;
  const std::string own = slot_key(*number, Instant()).substr(0, unit_size);
  lmdb::Cursor cursor(transaction, *tables.slots);
  bool found = go_to(cursor, *number, from.value_or(Instant()));
  for (; found && cursor.key().substr(0, unit_size) == Bytes(own); found = cursor.next()) {
    SlotRange range = decode_slots(cursor.value(), cursor.key());
    if (to && range.first >= *to) return;
    if (from && range.last < *from) continue;
    range.unit = unit;
    if (!visit(range)) return;
  }
}

std::vector<std::string> slots_over_before(const lmdb::Transaction& transaction,
                                           const Tables& tables, Instant before,
                                           std::size_t at_most) {
  std::vector<std::string> keys;
  if (!tables.slots) return keys;
  lmdb::Cursor cursor(transaction, *tables.slots);
  for (bool found = cursor.first(); found && keys.size() < at_most; found = cursor.next())
    if (decode_slots(cursor.value(), cursor.key()).last < before) keys.emplace_back(cursor.key());
  return keys;
}

}  // namespace sa
