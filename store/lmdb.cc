#include "store/lmdb.h"

#include "store/crash_guard.h"

#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <lmdb.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sa::lmdb {
namespace {

constexpr unsigned max_tables = 16;
constexpr std::uint64_t first_free_page = 2;  // after the two meta pages
constexpr off_t wanted_room = 1 << 20;

MDB_val val(Bytes bytes) {
  return {bytes.size(), const_cast<char*>(bytes.data())};
}
Bytes bytes(const MDB_val& value) {
  return {static_cast<const char*>(value.mv_data), value.mv_size};
}

// LMDB would print and abort; the abort alone lets the crash guard say its one line.
void on_assertion(MDB_env*, const char*) {
  std::abort();
}

bool is_damage(int code) {
  switch (code) {
    case MDB_PAGE_NOTFOUND:
    case MDB_CORRUPTED:
    case MDB_VERSION_MISMATCH:
    case MDB_INVALID:
    case MDB_DBS_FULL:
    case MDB_TXN_FULL:
    case MDB_CURSOR_FULL:
    case MDB_PAGE_FULL:
    case MDB_INCOMPATIBLE:
    case MDB_BAD_VALSIZE:
    case MDB_BAD_TXN:
    case MDB_BAD_DBI:
    case EINVAL:
      return true;
    default:
      return false;
  }
}

std::string cause_of(int code) {
  switch (code) {
    case MDB_INVALID:
    case MDB_VERSION_MISMATCH:
      return "data.mdb is not a store of this program";
    case MDB_READERS_FULL:
      return "too many programs are reading it";
    default:
      return mdb_strerror(code);
  }
}

int open_data(const std::filesystem::path& file, Access access) {
  return ::open(file.c_str(), (access == Access::write ? O_RDWR : O_RDONLY) | O_CLOEXEC);
}

// A record of the list: how many, then the pages in descending order.
bool is_free_list(Bytes record, std::uint64_t last_page) {
  if (record.size() < sizeof last_page || record.size() % sizeof last_page != 0) return false;
  const auto number = [&](std::size_t i) {
    return integer_of<std::uint64_t>(record.substr(i * sizeof last_page, sizeof last_page));
  };
  const auto count = number(0);
  if (count > record.size() / sizeof last_page - 1) return false;
  std::uint64_t before = last_page + 1;
  for (std::size_t i = 1; i <= count; ++i) {
    if (number(i) >= before || number(i) < first_free_page) return false;
    before = number(i);
  }
  return true;
}

}  // namespace

Environment::Environment(const std::filesystem::path& directory, Access access,
                         std::size_t map_size)
    : access_(access),
      failure_((access == Access::write ? "cannot write the store '" : "cannot read the store '") +
               directory.string() + "'"),
      data_([&] {
        if (access == Access::write) make_store_files(directory, failure_);
        return open_data(directory / "data.mdb", access);
      }()) {
  try {
    open(directory, map_size);
    check_length();
  } catch (...) {
    if (handle_ != nullptr) mdb_env_close(handle_);
    throw;
  }
}

Environment::~Environment() {
  mdb_env_close(handle_);
}

void Environment::open(const std::filesystem::path& directory, std::size_t map_size) {
  if (data_.number() < 0) {
    const std::string hint = errno == EACCES   ? " (its group may read it)"
                             : errno == ENOENT ? " (no watcher has written there)"
                                               : "";
    throw Error(failure_ + ": " + std::strerror(errno) + hint);
  }
  const bool writes = access_ == Access::write;
  if (writes && ::flock(data_.number(), LOCK_EX | LOCK_NB) != 0)
    throw Error(failure_ + ": another watcher is writing it");
  struct stat data {};
  ::fstat(data_.number(), &data);
  if (!S_ISREG(data.st_mode)) throw Damaged(failure_ + ": data.mdb is not a file");
  if (!writes && data.st_size == 0)
    throw Error(failure_ + ": it is empty, no watcher has written to it yet");
  const auto page = static_cast<off_t>(::sysconf(_SC_PAGESIZE));
  if (data.st_size != 0 && data.st_size < 2 * page)
    throw Damaged(failure_ + ": data.mdb is cut short or not a store of this program");

  // Most look-ups read a page here and a page there: reading ahead would cost them a hundredfold.
  const unsigned flags = MDB_NOTLS | MDB_NORDAHEAD | (writes ? 0U : unsigned{MDB_RDONLY});
  int code = try_open(directory, flags, map_size);
  // Whoever may not write the lock file may still read while no writer is there, and keeps the
  // next one from coming meanwhile: LMDB without its lock file must have no writer.
  if (!writes && (code == EACCES || code == EPERM || code == EROFS)) {
    if (::flock(data_.number(), LOCK_SH | LOCK_NB) != 0)
      throw Error(failure_ + ": lock.mdb: " + std::strerror(code) + " (its group may write it)");
    code = try_open(directory, flags | MDB_NOLOCK, map_size);
  }
  if (code != 0) fail(code);
}

int Environment::try_open(const std::filesystem::path& directory, unsigned flags,
                          std::size_t map_size) {
  if (handle_ != nullptr) mdb_env_close(handle_);
  handle_ = nullptr;
  if (const int code = mdb_env_create(&handle_); code != 0) return code;
  mdb_env_set_assert(handle_, on_assertion);
  mdb_env_set_maxdbs(handle_, max_tables);
  if (map_size != 0) mdb_env_set_mapsize(handle_, map_size);
  return mdb_env_open(handle_, directory.c_str(), flags, 0660);
}

bool Environment::is_cut_short() const {
  MDB_envinfo info{};
  MDB_stat stat{};
  mdb_env_info(handle_, &info);
  mdb_env_stat(handle_, &stat);
  struct stat data {};
  ::fstat(data_.number(), &data);
  const auto pages = static_cast<std::uint64_t>(data.st_size) / stat.ms_psize;
  return info.me_last_pgno >= pages;
}

// A reader may come in the moment between a commit and its fill_file.
void Environment::check_length() {
  for (int tries = 0; tries < 5; ++tries) {
    if (!is_cut_short()) return;
    if (access_ == Access::write) break;
    ::usleep(10000);
  }
  throw Damaged(failure_ +
                ": data.mdb is cut short; move the store away, the watcher starts a new one");
}

void Environment::fill_file() {
  if (!is_cut_short()) return;
  MDB_envinfo info{};
  MDB_stat stat{};
  mdb_env_info(handle_, &info);
  mdb_env_stat(handle_, &stat);
  const auto size = (info.me_last_pgno + 1) * stat.ms_psize;
  if (::ftruncate(data_.number(), static_cast<off_t>(size)) != 0) fail(errno);
}

void Environment::check_free_pages() {
  MDB_envinfo info{};
  mdb_env_info(handle_, &info);
  Transaction transaction(*this, Access::read);
  Cursor cursor(transaction, Table{0});
  std::uint64_t before = 0;
  for (bool found = cursor.first(); found; found = cursor.next()) {
    const auto key = integer_of<std::uint64_t>(cursor.key());
    if (key <= before || key > info.me_last_txnid ||
        !is_free_list(cursor.value(), info.me_last_pgno))
      throw Damaged(failure_ +
                    ": its list of free pages is damaged; move the store away, the "
                    "watcher starts a new one");
    before = key;
  }
}

void Environment::grow() {
  MDB_envinfo info{};
  mdb_env_info(handle_, &info);
  check_readers();
  if (const int code = mdb_env_set_mapsize(handle_, info.me_mapsize * 2); code != 0) fail(code);
}

void Environment::adopt_size() {
  if (const int code = mdb_env_set_mapsize(handle_, 0); code != 0) fail(code);
}

void Environment::check_readers() {
  int dead = 0;
  mdb_reader_check(handle_, &dead);
}

// Asks for some room, for whatever keeps us from it: the disk, a quota.
bool Environment::is_disk_full() const {
  struct stat data {};
  ::fstat(data_.number(), &data);
  const int code = ::posix_fallocate(data_.number(), data.st_size, wanted_room);
  [[maybe_unused]] const int cut = ::ftruncate(data_.number(), data.st_size);
  return code == ENOSPC || code == EDQUOT;
}

void Environment::fail(int code) const {
  if (code == MDB_MAP_FULL) throw MapFull();
  if (code == MDB_PANIC) throw Broken();
  // LMDB reports a write that a full disk cut short as EIO.
  if (code == EIO && access_ == Access::write && is_disk_full()) code = ENOSPC;
  const std::string message = failure_ + ": " + cause_of(code);
  if (code == ENOSPC || code == EDQUOT) throw NoRoom(message);
  if (is_damage(code)) throw Damaged(message);
  throw Error(message);
}

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
