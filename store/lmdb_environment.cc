#include "store/lmdb.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <lmdb.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sa::lmdb {
namespace {

constexpr unsigned max_tables = 16;
constexpr off_t wanted_room = 1 << 20;

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

// Of data.mdb, which could not be opened.
std::string hint_for(int code) {
  if (code == EACCES) return " (its group may read it)";
  if (code == ENOENT) return " (no watcher has written there)";
  return "";
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
    check_data();
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

// Before LMDB sees it.
void Environment::check_data() const {
  const int code = errno;
  if (data_.number() < 0) throw Error(failure_ + ": " + std::strerror(code) + hint_for(code));
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
}

void Environment::open(const std::filesystem::path& directory, std::size_t map_size) {
  const bool writes = access_ == Access::write;
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

}  // namespace sa::lmdb
