#include "store/unit_table.h"

#include <algorithm>

namespace sa {

void put_unit(lmdb::Transaction& transaction, const Tables& tables, Dictionary& dictionary,
              const UnitRecord& unit) {
  const auto number = dictionary.number_for(transaction, unit.unit);
  std::string sealed;
  encode_unit(unit, number, sealed);
  transaction.put(tables.units, bytes_of(number), sealed);
}

std::optional<UnitRecord> unit_named(const lmdb::Transaction& transaction, const Tables& tables,
                                     Dictionary& dictionary, std::string_view name) {
  const auto number = dictionary.number_of(transaction, name);
  const auto sealed = number ? transaction.get(tables.units, bytes_of(*number)) : std::nullopt;
  if (!sealed) return std::nullopt;
  return decode_unit(*sealed, *number);
}

std::vector<UnitRecord> all_units(const lmdb::Transaction& transaction, const Tables& tables) {
  std::vector<UnitRecord> units;
  lmdb::Cursor cursor(transaction, tables.units);
  std::uint64_t least = 0;
  for (bool found = cursor.first(); found; found = cursor.next()) {
    const auto number = integer_of<std::uint32_t>(cursor.key());
    if (number < least)
      throw Damaged(transaction.environment().failure() + ": its keys are out of order");
    least = std::uint64_t{number} + 1;
    units.push_back(decode_unit(cursor.value(), number));
  }
  std::sort(units.begin(), units.end(),
            [](const UnitRecord& a, const UnitRecord& b) { return a.unit < b.unit; });
  return units;
}

}  // namespace sa
