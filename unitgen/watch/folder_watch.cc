#include "unitgen/watch/folder_watch.h"

#include "core/error.h"
#include "unitgen/because.h"

#include <array>
#include <cerrno>
#include <filesystem>
#include <vector>

#include <sys/inotify.h>

namespace sa {
namespace {

// Reading does not count; writing does, even while the file is open.
constexpr unsigned changes = IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_MODIFY |
                             IN_CLOSE_WRITE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF |
                             IN_ONLYDIR;
// Above the configuration all that counts is that the next folder comes.
constexpr unsigned arrivals = IN_CREATE | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
constexpr std::size_t most_folders = 20'000;

std::vector<std::string> folders_in(const std::string& folder) {
  std::vector<std::string> found;
  std::error_code error;
  std::filesystem::directory_iterator at(folder, error);
  for (; !error && at != std::filesystem::directory_iterator(); at.increment(error))
    if (at->is_directory(error) && found.size() < most_folders) found.push_back(at->path());
  return found;
}

}  // namespace

FolderWatch::FolderWatch(std::string config)
    : config_(std::move(config)), fd_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
  if (!fd_) throw Error("cannot watch for changes" + because());
}

bool FolderWatch::take_changes() {
  alignas(inotify_event) std::array<char, 16'384> events{};
  bool is_change = false;
  for (;;) {
    const ssize_t size = read(fd_.get(), events.data(), events.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return is_change;
    for (const char* at = events.data(); at < events.data() + size;) {
      const auto* event = reinterpret_cast<const inotify_event*>(at);
      at += sizeof(inotify_event) + event->len;
      is_change = is_change || (event->mask & IN_IGNORED) == 0;
    }
  }
}

bool FolderWatch::watch(const std::string& folder, unsigned events) {
  const int watch = inotify_add_watch(fd_.get(), folder.c_str(), events);
  if (watch >= 0) found_.insert(watch);
  if (watch < 0 && errno == ENOSPC)
    throw Error("cannot watch '" + folder + "', raise fs.inotify.max_user_watches");
  return watch >= 0;
}

// Watches the folder above that is there. True: look again, the configuration came meanwhile.
bool FolderWatch::watch_above() {
  std::filesystem::path above = config_;
  do above = above.parent_path();
  while (!watch(above, arrivals) && above != above.parent_path());
  std::error_code error;
  return std::filesystem::is_directory(config_, error);
}

// Each folder before what is in it is looked at, so that nothing comes unseen in between.
void FolderWatch::look_again() {
  found_.clear();
  bool is_there = watch(config_, changes);
  while (!is_there && watch_above()) is_there = watch(config_, changes);
  watch(config_ + "/teams.d", changes);
  if (watch(config_ + "/jobs.d", changes))
    for (const std::string& folder : folders_in(config_ + "/jobs.d"))
      watch(folder, changes | IN_DONT_FOLLOW);
  for (const int old : watched_)
    if (!found_.contains(old)) inotify_rm_watch(fd_.get(), old);
  watched_ = found_;
}

}  // namespace sa
