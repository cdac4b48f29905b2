#include "store/store_files.h"

#include "core/error.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sa {
namespace {

constexpr off_t lock_file_size = 8192;  // LMDB's for its default of 126 readers

[[noreturn]] void fail(const std::string& failure, int code) {
  const std::string message = failure + ": " + std::strerror(code);
  if (code == ENOSPC || code == EDQUOT) throw NoRoom(message);
  throw Error(message);
}

// Makes the file, or opens it, with at least that much room of its own.
void make_file(const std::filesystem::path& file, mode_t mode, off_t size,
               const std::string& failure) {
  const Descriptor made(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, mode));
  if (made.number() < 0) fail(failure + ": cannot open " + file.filename().string(), errno);
  ::fchmod(made.number(), mode);  // in vain only where it is another's, who chose the mode
  const int code = size == 0 ? 0 : ::posix_fallocate(made.number(), 0, size);
  if (code == ENOSPC || code == EDQUOT) fail(failure, code);
}

}  // namespace

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

void make_store_directory(const std::filesystem::path& directory) {
  if (::mkdir(directory.c_str(), 0750) == 0)
    ::chmod(directory.c_str(), 0750);
  else if (errno != EEXIST)
    fail("cannot make the store '" + directory.string() + "'", errno);
}

void make_store_files(const std::filesystem::path& directory, const std::string& failure) {
  make_file(directory / "data.mdb", 0640, 0, failure);
  // LMDB maps the lock file: on a full disk a hole in it would be a SIGBUS.
  make_file(directory / "lock.mdb", 0660, lock_file_size, failure);
}

}  // namespace sa
