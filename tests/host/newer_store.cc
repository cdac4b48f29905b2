// newer_store STORE SCHEMA: makes the store say that it has this schema, as one that a later
// program wrote would.

#include "store/checksum.h"
#include "store/lmdb.h"

#include <cstdint>
#include <exception>
#include <iostream>
#include <string>

namespace {

void set_schema(const std::string& store, std::uint32_t schema) {
  sa::lmdb::Environment environment(store, sa::lmdb::Access::write, 0);
  sa::lmdb::Transaction transaction(environment, sa::lmdb::Access::write);
  const auto meta =
      transaction.table("meta", sa::lmdb::Keys::bytes, sa::lmdb::Values::single).value();
  std::string sealed;
  sa::seal(sa::Kind::schema, "schema", sa::bytes_of(schema), sealed);
  transaction.put(meta, "schema", sealed);
  transaction.commit();
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return 2;
  try {
    set_schema(arguments[1], static_cast<std::uint32_t>(std::stoul(arguments[2])));
  } catch (const std::exception& problem) {
    std::cerr << "newer_store: " << problem.what() << '\n';
    return 1;
  }
  return 0;
}
