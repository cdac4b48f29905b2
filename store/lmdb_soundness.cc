#include "store/lmdb.h"

#include <cerrno>

#include <lmdb.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sa::lmdb {
namespace {

constexpr std::uint64_t first_free_page = 2;  // after the two meta pages

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

}  // namespace sa::lmdb
