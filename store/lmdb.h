#pragma once

#include "store/bytes.h"
#include "store/store_files.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

struct MDB_env;
struct MDB_txn;
struct MDB_cursor;

// LMDB 0.9 with owners for its handles and our errors for its numbers. Every function throws
// Damaged (the file is not what LMDB wrote), NoRoom (the disk is full) or Error.
namespace sa::lmdb {

enum class Access : std::uint8_t { read, write };

// The map is smaller than the file has to become. The caller aborts, grows and tries again; it
// never leaves the store.
struct MapFull {};

// LMDB could not write its last page and refuses all further work: open the store anew.
struct Broken {};

// An open store directory: data.mdb and lock.mdb.
class Environment {
 public:
  // `map_size`: how far the file may grow before MapFull, at least; 0: as far as it is.
  // To write takes the one writer's lock (flock on data.mdb) and makes what is missing.
  // To read works too where lock.mdb may not be written, if no writer is there.
  Environment(const std::filesystem::path& directory, Access access, std::size_t map_size);
  ~Environment();
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

  // Doubles the map. No transaction may be open.
  void grow();
  // Takes over the map size that another process set. No transaction may be open.
  void adopt_size();
  // Frees the places of readers that died.
  void check_readers();
  // LMDB believes its list of free pages blindly, and loops on a damaged one: throws Damaged.
  void check_free_pages();
  // LMDB may count pages at the end that it never wrote: makes the file as long as it says.
  void fill_file();

  // "cannot read the store '/var/lib/scriptactivity'" and the like, for messages.
  const std::string& failure() const { return failure_; }
  [[noreturn]] void fail(int code) const;
  MDB_env* handle() const { return handle_; }

 private:
  void check_data() const;
  void open(const std::filesystem::path& directory, std::size_t map_size);
  int try_open(const std::filesystem::path& directory, unsigned flags, std::size_t map_size);
  void check_length();
  bool is_cut_short() const;
  bool is_disk_full() const;

  Access access_;
  std::string failure_;
  Descriptor data_;
  MDB_env* handle_ = nullptr;
};

// A table's number, valid as long as its Environment.
struct Table {
  unsigned number = 0;
};

enum class Keys : std::uint8_t { bytes, integers };
// Of a key: one value; several, of one size, ascending by byte; the same, ascending as u64.
enum class Values : std::uint8_t { single, fixed, integers };

enum class Put : std::uint8_t { replace, append, add };

// One view of the store (read), or one change of it (write). Ends without effect unless committed.
// What get() and cursors return is valid until the next write or the end.
class Transaction {
 public:
  Transaction(Environment& environment, Access access);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  // nullopt: there is no such table (only to read; to write makes it).
  std::optional<Table> table(const char* name, Keys keys, Values values);
  void commit();
  // Lets the view go, and takes a new one: between them nothing of the view may be used.
  void reset();
  void renew();

  std::optional<Bytes> get(Table table, Bytes key) const;
  // append: false, and nothing done, when the key (of several values: the value) is not the last.
  // add: false when it is there already.
  bool put(Table table, Bytes key, Bytes value, Put how = Put::replace);
  // False: was not there. Without a value all of the key's.
  bool erase(Table table, Bytes key);
  bool erase(Table table, Bytes key, Bytes value);
  std::uint64_t entries(Table table) const;
  // The commit that it sees: the same id is the same state of the store.
  std::uint64_t id() const;
  // Tables and values that stand in no table.
  std::uint64_t names() const;

  const Environment& environment() const { return environment_; }
  MDB_txn* handle() const { return handle_; }

 private:
  Environment& environment_;
  Access access_;
  MDB_txn* handle_ = nullptr;
};

// A place in a table. Moves return false when there is nothing there; key() and value() then mean
// nothing.
class Cursor {
 public:
  Cursor(const Transaction& transaction, Table table);
  ~Cursor();
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;

  bool first() { return move(Step::first); }
  bool last() { return move(Step::last); }
  bool next() { return move(Step::next); }
  bool previous() { return move(Step::previous); }
  bool next_key() { return move(Step::next_key); }              // its first value
  bool previous_key() { return move(Step::previous_key); }      // its last value
  bool last_value() { return move(Step::last_value); }          // of this key
  bool next_value() { return move(Step::next_value); }          // of this key
  bool previous_value() { return move(Step::previous_value); }  // of this key
  bool find(Bytes key);                                         // exactly, at its first value
  bool find_from(Bytes key);                                    // the first key that is not before
  bool find_value_from(Bytes key, Bytes value);  // the key's first value that is not before
  std::size_t count() const;                     // values of this key

  Bytes key() const { return key_; }
  Bytes value() const { return value_; }

 private:
  enum class Step : std::uint8_t {
    first,
    last,
    next,
    previous,
    next_key,
    previous_key,
    last_value,
    next_value,
    previous_value,
    find,
    find_from,
    find_value_from
  };
  bool move(Step step);

  const Transaction& transaction_;
  MDB_cursor* handle_ = nullptr;
  Bytes key_;
  Bytes value_;
};

}  // namespace sa::lmdb
