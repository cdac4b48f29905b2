#pragma once

#include "core/slot.h"
#include "store/dictionary.h"
#include "store/layout.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sa {

// The table `slots`: due instants in a row that got no run, by unit and first instant. A store of
// before that table has none.

// Inserts the range, or replaces that of the unit with the same first instant.
void put_slots(lmdb::Transaction& transaction, const Tables& tables, Dictionary& dictionary,
               const SlotRange& range);
void drop_slots(lmdb::Transaction& transaction, const Tables& tables, Bytes key);

// Ranges of the unit that have an instant in [from, to), ascending, until `visit` returns false.
// An absent end is open.
void visit_slots_of(const lmdb::Transaction& transaction, const Tables& tables,
                    Dictionary& dictionary, std::string_view unit, std::optional<Instant> from,
                    std::optional<Instant> to, const std::function<bool(const SlotRange&)>& visit);

// Keys of at most `at_most` ranges whose last instant is before `before`.
std::vector<std::string> slots_over_before(const lmdb::Transaction& transaction,
                                           const Tables& tables, Instant before,
                                           std::size_t at_most);

}  // namespace sa
