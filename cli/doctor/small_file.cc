#include "cli/doctor/small_file.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sa {
namespace {

constexpr std::size_t most = 1 << 20;

std::string read_all(int fd) {
  std::string text(most, '\0');
  std::size_t size = 0;
  while (size < most) {
    const ssize_t got = read(fd, text.data() + size, most - size);
    if (got <= 0) break;
    size += static_cast<std::size_t>(got);
  }
  text.resize(size);
  return text;
}

}  // namespace

SmallFile text_of_file(const std::filesystem::path& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return {{}, errno == EACCES};
  struct stat status {};
  SmallFile file;
  if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) file.text = read_all(fd);
  close(fd);
  return file;
}

}  // namespace sa
