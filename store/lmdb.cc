#include "store/lmdb.h"

#include "store/crash_guard.h"

#include <lmdb.h>

namespace sa::lmdb {
namespace {

MDB_val val(Bytes bytes) {
  return {bytes.size(), const_cast<char*>(bytes.data())};
}
Bytes bytes(const MDB_val& value) {
  return {static_cast<const char*>(value.mv_data), value.mv_size};
}

}  // namespace

Transaction::Transaction(Environment& environment, Access access)
    : environment_(environment), access_(access) {
  const unsigned flags = access == Access::read ? unsigned{MDB_RDONLY} : 0U;
  const auto begin = [&] { return mdb_txn_begin(environment.handle(), nullptr, flags, &handle_); };
  int code = begin();
  if (code == MDB_MAP_RESIZED) {
    environment.adopt_size();
    code = begin();
  }
  if (code == MDB_READERS_FULL) {
    environment.check_readers();
    code = begin();
  }
  if (code != 0) environment.fail(code);
}

Transaction::~Transaction() {
  if (handle_ != nullptr) mdb_txn_abort(handle_);
}

std::optional<Table> Transaction::table(const char* name, Keys keys, Values values) {
  unsigned flags = access_ == Access::write ? unsigned{MDB_CREATE} : 0U;
  if (keys == Keys::integers) flags |= MDB_INTEGERKEY;
  if (values != Values::single) flags |= MDB_DUPSORT | MDB_DUPFIXED;
  if (values == Values::integers) flags |= MDB_INTEGERDUP;
  MDB_dbi number = 0;
  const LmdbCall call;
  const int code = mdb_dbi_open(handle_, name, flags, &number);
  if (code == MDB_NOTFOUND) return std::nullopt;
  if (code != 0) environment_.fail(code);
  return Table{number};
}

void Transaction::commit() {
  const LmdbCall call;
  const int code = mdb_txn_commit(handle_);
  handle_ = nullptr;
  if (code != 0) environment_.fail(code);
}

void Transaction::reset() {
  mdb_txn_reset(handle_);
}

void Transaction::renew() {
  int code = mdb_txn_renew(handle_);
  if (code == MDB_MAP_RESIZED) {
    environment_.adopt_size();
    code = mdb_txn_renew(handle_);
  }
  if (code != 0) environment_.fail(code);
}

std::optional<Bytes> Transaction::get(Table table, Bytes key) const {
  MDB_val k = val(key);
  MDB_val v{};
  const LmdbCall call;
  const int code = mdb_get(handle_, table.number, &k, &v);
  if (code == MDB_NOTFOUND) return std::nullopt;
  if (code != 0) environment_.fail(code);
  return bytes(v);
}

bool Transaction::put(Table table, Bytes key, Bytes value, Put how) {
  unsigned table_flags = 0;
  mdb_dbi_flags(handle_, table.number, &table_flags);
  const bool several = (table_flags & MDB_DUPSORT) != 0;
  unsigned flags = 0;
  if (how == Put::append) flags = several ? MDB_APPENDDUP : MDB_APPEND;
  if (how == Put::add) flags = several ? MDB_NODUPDATA : MDB_NOOVERWRITE;
  MDB_val k = val(key);
  MDB_val v = val(value);
  const LmdbCall call;
  const int code = mdb_put(handle_, table.number, &k, &v, flags);
  if (code == MDB_KEYEXIST) return false;
  if (code != 0) environment_.fail(code);
  return true;
}

bool Transaction::erase(Table table, Bytes key) {
  MDB_val k = val(key);
  const LmdbCall call;
  const int code = mdb_del(handle_, table.number, &k, nullptr);
  if (code != 0 && code != MDB_NOTFOUND) environment_.fail(code);
  return code == 0;
}

bool Transaction::erase(Table table, Bytes key, Bytes value) {
  MDB_val k = val(key);
  MDB_val v = val(value);
  const LmdbCall call;
  const int code = mdb_del(handle_, table.number, &k, &v);
  if (code != 0 && code != MDB_NOTFOUND) environment_.fail(code);
  return code == 0;
}

std::uint64_t Transaction::entries(Table table) const {
  MDB_stat stat{};
  if (const int code = mdb_stat(handle_, table.number, &stat); code != 0) environment_.fail(code);
  return stat.ms_entries;
}

std::uint64_t Transaction::id() const {
  return mdb_txn_id(handle_);
}

std::uint64_t Transaction::names() const {
  return entries(Table{1});
}

Cursor::Cursor(const Transaction& transaction, Table table) : transaction_(transaction) {
  const int code = mdb_cursor_open(transaction.handle(), table.number, &handle_);
  if (code != 0) transaction.environment().fail(code);
}

Cursor::~Cursor() {
  mdb_cursor_close(handle_);
}

bool Cursor::move(Step step) {
  constexpr MDB_cursor_op operations[] = {
      MDB_FIRST,    MDB_LAST,     MDB_NEXT,     MDB_PREV,    MDB_NEXT_NODUP, MDB_PREV_NODUP,
      MDB_LAST_DUP, MDB_NEXT_DUP, MDB_PREV_DUP, MDB_SET_KEY, MDB_SET_RANGE,  MDB_GET_BOTH_RANGE};
  MDB_val k = val(key_);
  MDB_val v = val(value_);
  const LmdbCall call;
  const int code = mdb_cursor_get(handle_, &k, &v, operations[static_cast<std::size_t>(step)]);
  if (code == MDB_NOTFOUND) return false;
  if (code != 0) transaction_.environment().fail(code);
  key_ = bytes(k);
  value_ = bytes(v);
  return true;
}

bool Cursor::find(Bytes key) {
  key_ = key;
  return move(Step::find);
}

bool Cursor::find_from(Bytes key) {
  key_ = key;
  return move(Step::find_from);
}

bool Cursor::find_value_from(Bytes key, Bytes value) {
  key_ = key;
  value_ = value;
  return move(Step::find_value_from);
}

std::size_t Cursor::count() const {
  size_t values = 0;
  if (const int code = mdb_cursor_count(handle_, &values); code != 0)
    transaction_.environment().fail(code);
  return values;
}

}  // namespace sa::lmdb
