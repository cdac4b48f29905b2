#pragma once

#include "core/pause.h"
#include "watcher/folder_watch.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sa {

// Timers that are held, by name.
using HeldTimers = std::map<std::string, Pause, std::less<>>;

// The folder of pause files that sa-control writes, one a timer.
class PauseFolder {
 public:
  explicit PauseFolder(std::string path) : watch_(path), path_(std::move(path)) {}

  // Readable when something happened in the folder.
  int fd() const { return watch_.fd(); }
  struct Change {
    HeldTimers held;
    std::vector<std::string> problems;  // files that hold a timer, and cannot be read
  };
  // All timers that are held when the folder has changed since the last call, else nullopt. To be
  // called now and then too: the folder may appear later.
  std::optional<Change> take_change();
  // Timers whose pause has come to its end, as of the last change that was taken.
  std::vector<std::string> over(Instant now) const;

 private:
  FolderWatch watch_;
  std::string path_;
  std::optional<Change> last_;
};

}  // namespace sa
