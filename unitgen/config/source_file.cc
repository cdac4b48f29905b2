#include "unitgen/config/source_file.h"

#include "unitgen/config/open_beneath.h"
#include "unitgen/fd.h"
#include "unitgen/whole_file.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>

namespace sa {
namespace {

constexpr std::size_t largest = 1'000'000;

const char* kind_of(const struct stat& found) {
  switch (found.st_mode & S_IFMT) {
    case S_IFREG:
      return "a file";
    case S_IFDIR:
      return "a directory";
    case S_IFLNK:
      return "a symbolic link";
    case S_IFIFO:
      return "a FIFO";
    case S_IFSOCK:
      return "a socket";
    default:
      return "a device";
  }
}

std::string mode_of(const struct stat& found) {
  constexpr std::array digits{'0', '1', '2', '3', '4', '5', '6', '7'};
  std::string text = "mode 0";
  for (const unsigned shift : {6U, 3U, 0U}) text += digits[(found.st_mode >> shift) & 7U];
  return text;
}

std::optional<std::string> writer_problem(const struct stat& found, const WriterRule& rule) {
  if (rule.owner && !rule.owner(found.st_uid))
    return "expected an owner who may write it, got user " + std::to_string(found.st_uid);
  if ((found.st_mode & S_IWOTH) != 0)
    return "expected that others cannot write it, got " + mode_of(found);
  if ((found.st_mode & S_IWGRP) != 0 && rule.group && !rule.group(found.st_gid))
    return "expected that its group cannot write it, got " + mode_of(found) + " and group " +
           std::to_string(found.st_gid);
  return std::nullopt;
}

std::string open_problem(int folder, const std::string& name, int error) {
  struct stat found {};
  if (error == EWOULDBLOCK) return "expected a file that nobody holds a lease on";
  if (error == EXDEV) return "expected a file of the same file system";
  const bool is_known = fstatat(folder, name.c_str(), &found, AT_SYMLINK_NOFOLLOW) == 0;
  if (is_known && !S_ISREG(found.st_mode))
    return std::string("expected a regular file, got ") + kind_of(found);
  return std::string("cannot be opened: ") + std::strerror(error);
}

SourceFile read_opened(const Fd& fd, const WriterRule& rule) {
  SourceFile file;
  struct stat found {};
  if (fstat(fd.get(), &found) != 0) found = {};
  file.stamp = stamp_of(found);
  file.problem = file_problem(found, rule);
  if (file.problem) return file;
  auto text = read_whole(fd, largest + 1);
  struct stat after {};
  if (!text)
    file.problem = std::string("cannot be read: ") + std::strerror(errno);
  else if (fstat(fd.get(), &after) != 0 || stamp_of(after) != file.stamp)
    file.problem = "expected a file that stays as it is while it is read";
  else
    file.text = std::move(*text);
  return file;
}

}  // namespace

WriterRule own_rule() {
  const auto is_own_user = [](uid_t user) { return user == 0 || user == geteuid(); };
  const auto is_own_group = [](gid_t group) { return group == 0 || group == getegid(); };
  return {is_own_user, is_own_group, nullptr};
}

std::optional<std::string> file_problem(const struct stat& found, const WriterRule& rule) {
  if (!S_ISREG(found.st_mode)) return std::string("expected a regular file, got ") + kind_of(found);
  if (found.st_size > static_cast<off_t>(largest))
    return "expected at most 1 MB, got " + std::to_string(found.st_size) + " bytes";
  if (rule.readable && found.st_nlink > 1)
    return "expected a file with one name, got " + std::to_string(found.st_nlink) + " hard links";
  if (rule.readable && !rule.readable(found))
    return "expected a file that the team can read, got " + mode_of(found);
  return writer_problem(found, rule);
}

std::optional<std::string> folder_problem(const struct stat& found, const WriterRule& rule) {
  if (!S_ISDIR(found.st_mode)) return std::string("expected a directory, got ") + kind_of(found);
  return writer_problem(found, rule);
}

SourceFile read_source(int folder, const std::string& name, const WriterRule& rule) {
  const Fd fd = open_beneath(folder, name, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  if (!fd) return {{}, {}, open_problem(folder, name, errno)};
  return read_opened(fd, rule);
}

SourceFile read_chosen(const std::string& path) {
  const Fd fd(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!fd) return {{}, {}, std::string("cannot be opened: ") + std::strerror(errno)};
  return read_opened(fd, {});
}

}  // namespace sa
