#pragma once

#include "core/notice.h"

#include <filesystem>
#include <set>
#include <string>

namespace sa {

// Which targets have been told of a notice, kept in a file so that another attempt, after one
// target failed or the watcher was killed, tells none twice.
class Told {
 public:
  // Of `file`, where that is of the same notice: the same change of health by the same run. A file
  // that is missing or damaged tells of nobody.
  Told(std::filesystem::path file, const Notice& notice);

  bool contains(const std::string& target) const { return targets_.contains(target); }
  // Throws Error: it cannot be kept.
  void add(const std::string& target);

 private:
  std::filesystem::path file_;
  std::string notice_;  // what makes it the same
  std::set<std::string> targets_;
};

}  // namespace sa
