#pragma once

#include "unitgen/fd.h"

#include <set>
#include <string>

namespace sa {

// The folders of a configuration, watched for changes with inotify(7): jobs.d, each folder in it,
// teams.d and the configuration itself, whether they are there already or not. Throws Error when
// the kernel gives no inotify.
class FolderWatch {
 public:
  explicit FolderWatch(std::string config);

  // Readable when something changed.
  int fd() const { return fd_.get(); }
  // Takes all that was told so far; whether anything of it counts. Lost events count.
  bool take_changes();
  // Looks which folders there are now, and watches just these. Of what changes before, nothing may
  // be told: read the files after this.
  void look_again();

 private:
  bool watch(const std::string& folder, unsigned events);
  bool watch_above();

  std::string config_;
  Fd fd_;
  std::set<int> watched_, found_;
};

}  // namespace sa
