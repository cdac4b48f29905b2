#include "unitgen/whole_file.h"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>

namespace sa {
namespace {

constexpr std::size_t chunk = 16'384;

// One byte more than a file has, so that its end is met at once.
std::size_t first_size(int fd) {
  struct stat found {};
  if (fstat(fd, &found) != 0 || found.st_size <= 0) return chunk;
  return static_cast<std::size_t>(found.st_size) + 1;
}

}  // namespace

std::optional<std::string> read_whole(const Fd& fd, std::size_t most) {
  std::string text(std::min(first_size(fd.get()), most), '\0');
  for (std::size_t size = 0;;) {
    const ssize_t got = read(fd.get(), text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    size += static_cast<std::size_t>(got);
    const bool is_end = got == 0 || size == most;
    if (is_end || size == text.size()) text.resize(is_end ? size : std::min(size + chunk, most));
    if (is_end) return text;
  }
}

std::optional<std::string> read_whole(const std::string& path) {
  const Fd fd(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  return fd ? read_whole(fd) : std::nullopt;
}

}  // namespace sa
