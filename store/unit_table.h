#pragma once

#include "core/unit_record.h"
#include "store/dictionary.h"
#include "store/layout.h"

#include <optional>
#include <string_view>
#include <vector>

namespace sa {

// The records of the units, under their numbers in the dictionary.

void put_unit(lmdb::Transaction& transaction, const Tables& tables, Dictionary& dictionary,
              const UnitRecord& unit);
std::optional<UnitRecord> unit_named(const lmdb::Transaction& transaction, const Tables& tables,
                                     Dictionary& dictionary, std::string_view name);
// Ascending by name. Throws Damaged.
std::vector<UnitRecord> all_units(const lmdb::Transaction& transaction, const Tables& tables);

}  // namespace sa
