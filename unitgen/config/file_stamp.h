#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <sys/stat.h>

namespace sa {

// What tells one state of a file from another without reading it. Nobody but the kernel sets the
// time of change, and it moves with content, mode, owner and links alike.
struct FileStamp {
  std::uint64_t inode = 0;  // 0: there is no such file
  std::uint64_t size = 0;
  std::int64_t modified = 0;  // nanoseconds since 1970
  std::int64_t changed = 0;
  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

FileStamp stamp_of(const struct stat& found);
// Of what lies at `path` below `folder` (AT_FDCWD: any path); a link is the link itself.
FileStamp stamp_at(int folder, const char* path);
// Of what `path` leads to.
FileStamp stamp_of_target(const char* path);

// Appends "PATH\0INODE SIZE MODIFIED CHANGED\n".
void append_stamp(std::string& text, std::string_view path, const FileStamp& stamp);

}  // namespace sa
