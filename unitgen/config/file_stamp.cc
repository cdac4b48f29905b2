#include "unitgen/config/file_stamp.h"

#include <array>
#include <charconv>

#include <fcntl.h>

namespace sa {
namespace {

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

template <typename Number>
void append_number(std::string& text, Number number, char after) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.begin(), digits.end(), number).ptr;
  text.append(digits.begin(), end).push_back(after);
}

}  // namespace

FileStamp stamp_of(const struct stat& found) {
  return {found.st_ino, static_cast<std::uint64_t>(found.st_size), nanoseconds(found.st_mtim),
          nanoseconds(found.st_ctim)};
}

FileStamp stamp_at(int folder, const char* path) {
  struct stat found {};
  return fstatat(folder, path, &found, AT_SYMLINK_NOFOLLOW) == 0 ? stamp_of(found) : FileStamp{};
}

FileStamp stamp_of_target(const char* path) {
  struct stat found {};
  return stat(path, &found) == 0 ? stamp_of(found) : FileStamp{};
}

void append_stamp(std::string& text, std::string_view path, const FileStamp& stamp) {
  text.append(path).push_back('\0');
  append_number(text, stamp.inode, ' ');
  append_number(text, stamp.size, ' ');
  append_number(text, stamp.modified, ' ');
  append_number(text, stamp.changed, '\n');
}

}  // namespace sa
