#include "unitgen/apply/staged_folder.h"

#include "core/error.h"
#include "unitgen/because.h"

#include <cerrno>
#include <filesystem>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

namespace sa {
namespace {

constexpr const char* aside_name = ".sa-unitgen-new";
// A few files are synced one by one; syncing all of the file system costs what others wrote, too.
constexpr std::size_t most_synced_alone = 16;

[[noreturn]] void fail(const std::string& what, const std::string& path) {
  const int cause = errno;
  std::string text = "cannot " + what + " '" + path + "'" + because();
  if (cause == EACCES || cause == EPERM || cause == EROFS) text += ", run it as root";
  if (cause == ENOSPC || cause == EDQUOT) throw NoRoom(text + ", nothing is half written");
  throw Error(text);
}

void write_all(int fd, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const ssize_t written = write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("write", path);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::vector<std::string> files_in(int folder) {
  std::vector<std::string> names;
  Fd fd(openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(fdopendir(fd.get()), closedir);
  if (!stream) return names;
  fd.release();
  while (const dirent* entry = readdir(stream.get()))
    if (std::string_view(entry->d_name) != "." && std::string_view(entry->d_name) != "..")
      names.emplace_back(entry->d_name);
  return names;
}

}  // namespace

void make_folder(const std::string& path, mode_t mode) {
  if (mkdir(path.c_str(), mode) == 0 || errno == EEXIST) return;
  const std::string parent = std::filesystem::path(path).parent_path();
  if (errno != ENOENT || parent.empty() || parent == path) fail("make", path);
  make_folder(parent, 0755);
  if (mkdir(path.c_str(), mode) != 0 && errno != EEXIST) fail("make", path);
}

void write_whole(const std::string& folder, const std::string& name, std::string_view text,
                 mode_t mode) {
  const std::string path = folder + "/" + name;
  const std::string aside = folder + "/." + name + ".new";
  {
    const Fd fd(open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode));
    if (!fd) fail("write", aside);
    write_all(fd.get(), text, aside);
    if (fchmod(fd.get(), mode) != 0 || fsync(fd.get()) != 0) fail("write", aside);
  }
  if (rename(aside.c_str(), path.c_str()) != 0) fail("write", path);
}

StagedFolder::StagedFolder(std::string path) : path_(std::move(path)) {
  make_folder(path_, 0755);
  fd_ = Fd(open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd_) fail("open", path_);
  clear_aside();
}

StagedFolder::~StagedFolder() {
  clear_aside();
}

void StagedFolder::clear_aside() {
  aside_ = Fd();
  const Fd old(openat(fd_.get(), aside_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!old) return;
  for (const std::string& name : files_in(old.get())) unlinkat(old.get(), name.c_str(), 0);
  unlinkat(fd_.get(), aside_name, AT_REMOVEDIR);
}

void StagedFolder::open_aside() {
  const std::string path = path_ + "/" + aside_name;
  if (mkdirat(fd_.get(), aside_name, 0700) != 0) fail("write", path);
  aside_ = Fd(openat(fd_.get(), aside_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!aside_) fail("write", path);
}

void StagedFolder::stage(const std::string& name, std::string_view text, mode_t mode,
                         std::optional<gid_t> group) {
  if (!aside_) open_aside();
  const std::string path = path_ + "/" + name;
  const Fd fd(openat(aside_.get(), name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (!fd) fail("write", path);
  write_all(fd.get(), text, path);
  if (group && fchown(fd.get(), static_cast<uid_t>(-1), *group) != 0) fail("write", path);
  if (fchmod(fd.get(), mode) != 0) fail("write", path);
  staged_.push_back(name);
  if (staged_.size() <= most_synced_alone && fsync(fd.get()) != 0) fail("write", path);
}

void StagedFolder::commit() {
  if (staged_.empty()) return;
  if (staged_.size() > most_synced_alone && syncfs(aside_.get()) != 0) fail("write", path_);
  for (const std::string& name : staged_)
    if (renameat(aside_.get(), name.c_str(), fd_.get(), name.c_str()) != 0)
      fail("write", path_ + "/" + name);
  staged_.clear();
  clear_aside();
  fsync(fd_.get());
}

void StagedFolder::remove(const std::string& name) {
  if (unlinkat(fd_.get(), name.c_str(), 0) != 0 && errno != ENOENT)
    fail("remove", path_ + "/" + name);
}

void StagedFolder::link(const std::string& folder, const std::string& name) {
  const std::string path = folder + "/" + name;
  if (mkdirat(fd_.get(), folder.c_str(), 0755) != 0 && errno != EEXIST)
    fail("make", path_ + "/" + folder);
  if (symlinkat(("../" + name).c_str(), fd_.get(), path.c_str()) != 0 && errno != EEXIST)
    fail("make", path_ + "/" + path);
}

void StagedFolder::unlink(const std::string& folder, const std::string& name) {
  const std::string path = folder + "/" + name;
  if (unlinkat(fd_.get(), path.c_str(), 0) != 0 && errno != ENOENT && errno != ENOTDIR)
    fail("remove", path_ + "/" + path);
}

}  // namespace sa
