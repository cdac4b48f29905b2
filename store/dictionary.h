#pragma once

#include "store/layout.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace sa {

// Looks names up without making a string of them.
struct NameHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view name) const {
    return std::hash<std::string_view>()(name);
  }
};

// Names (units, hosts, boots, triggers, users) as small numbers. A name keeps its number for ever,
// so what was read once is kept; 0 is the empty name.
class Dictionary {
 public:
  explicit Dictionary(const Tables& tables) : tables_(tables) {}

  // nullopt: no such name.
  std::optional<std::uint32_t> number_of(const lmdb::Transaction& transaction,
                                         std::string_view name);
  // Gives a new name the next number. After an abort the caller must forget().
  std::uint32_t number_for(lmdb::Transaction& transaction, std::string_view name);
  // Valid until forget() or the next call. Throws Damaged when there is no such number.
  const std::string& name_of(const lmdb::Transaction& transaction, std::uint32_t number);

  void forget();

 private:
  std::optional<std::uint32_t> find(const lmdb::Transaction& transaction, std::string_view name,
                                    std::uint64_t hash);
  void keep(std::uint32_t number, std::string_view name);

  Tables tables_;
  std::unordered_map<std::uint32_t, std::string> names_;
  std::unordered_map<std::string, std::uint32_t, NameHash, std::equal_to<>> numbers_;
};

}  // namespace sa
