#pragma once

#include "core/upstart_expectation.h"
#include "watcher/folder_watch.h"

#include <map>
#include <optional>
#include <string>

namespace sa {

// By unit, "sa-garbo.upstart".
using Expectations = std::map<std::string, UpstartExpectation, std::less<>>;

// What the jobs of Upstart owe, as sa-unitgen leaves it: a folder with a file each
// (core/upstart_expectation.h). A folder that is not there is an empty one, and may come later.
class ExpectationFolder {
 public:
  explicit ExpectationFolder(std::string path) : path_(std::move(path)), watch_(path_) {}

  int fd() const { return watch_.fd(); }
  // All of them, if they are other than when last taken.
  std::optional<Expectations> take_change();

 private:
  std::string path_;
  FolderWatch watch_;
  std::optional<Expectations> last_;
};

}  // namespace sa
