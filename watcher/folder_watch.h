#pragma once

#include <string>

namespace sa {

// Tells when a file of a folder was written, moved or removed, by inotify. Throws Error where the
// host has no inotify.
class FolderWatch {
 public:
  explicit FolderWatch(std::string folder);
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;
  ~FolderWatch();

  // Readable when something happened.
  int fd() const { return fd_; }
  // Forgets what happened, and sees to it that the folder is watched, which may have come later.
  void rearm();

 private:
  std::string folder_;
  int fd_ = -1;
};

}  // namespace sa
