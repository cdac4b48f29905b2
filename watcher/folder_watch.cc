#include "watcher/folder_watch.h"

#include "core/error.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <sys/inotify.h>
#include <unistd.h>

namespace sa {

FolderWatch::FolderWatch(std::string folder)
    : folder_(std::move(folder)), fd_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
  if (fd_ < 0) throw Error("cannot watch '" + folder_ + "': " + std::strerror(errno));
}

FolderWatch::~FolderWatch() {
  close(fd_);
}

// Adding the same folder twice is one watch.
void FolderWatch::rearm() {
  alignas(inotify_event) std::array<char, 4096> events{};
  while (read(fd_, events.data(), events.size()) > 0) continue;
  inotify_add_watch(fd_, folder_.c_str(), IN_MOVED_TO | IN_MOVED_FROM | IN_CLOSE_WRITE | IN_DELETE);
}

}  // namespace sa
