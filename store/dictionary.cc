#include "store/dictionary.h"

namespace sa {
namespace {

// Transient units have ever new names: what is kept in memory has a bound.
constexpr std::size_t kept_names = 20000;

std::string name_in(const lmdb::Transaction& transaction, const Tables& tables,
                    std::uint32_t number) {
  const auto key = bytes_of(number);
  const auto sealed = transaction.get(tables.names, key);
  if (!sealed) throw Damaged(transaction.environment().failure() + ": a name is missing");
  return std::string(unseal(Kind::name, key, *sealed, "a name"));
}

}  // namespace

std::optional<std::uint32_t> Dictionary::find(const lmdb::Transaction& transaction,
                                              std::string_view name, std::uint64_t hash) {
  lmdb::Cursor cursor(transaction, tables_.name_hashes);
  for (bool found = cursor.find(bytes_of(hash)); found; found = cursor.next_value()) {
    const auto number = integer_of<std::uint32_t>(cursor.value());
    if (name_in(transaction, tables_, number) == name) return number;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> Dictionary::number_of(const lmdb::Transaction& transaction,
                                                   std::string_view name) {
  if (name.empty()) return 0;
  if (const auto kept = numbers_.find(name); kept != numbers_.end()) return kept->second;
  const auto number = find(transaction, name, checksum_of(Kind::name, {}, name));
  if (number) keep(*number, name);
  return number;
}

std::uint32_t Dictionary::number_for(lmdb::Transaction& transaction, std::string_view name) {
  if (const auto number = number_of(transaction, name)) return *number;
  lmdb::Cursor cursor(transaction, tables_.names);
  const auto number =
      cursor.last() ? integer_of<std::uint32_t>(cursor.key()) + 1 : std::uint32_t{1};
  std::string sealed;
  seal(Kind::name, bytes_of(number), name, sealed);
  transaction.put(tables_.names, bytes_of(number), sealed);
  const auto hash = checksum_of(Kind::name, {}, name);
  transaction.put(tables_.name_hashes, bytes_of(hash), bytes_of(number));
  keep(number, name);
  return number;
}

const std::string& Dictionary::name_of(const lmdb::Transaction& transaction, std::uint32_t number) {
  const auto kept = names_.find(number);
  if (kept != names_.end()) return kept->second;
  if (names_.size() >= kept_names) forget();
  auto& name = names_[number];
  if (number != 0) {
    try {
      name = name_in(transaction, tables_, number);
    } catch (...) {
      names_.erase(number);
      throw;
    }
  }
  return name;
}

void Dictionary::keep(std::uint32_t number, std::string_view name) {
  if (numbers_.size() >= kept_names) numbers_.clear();
  numbers_.emplace(name, number);
}

void Dictionary::forget() {
  names_.clear();
  numbers_.clear();
}

}  // namespace sa
