#pragma once

#include "core/notice.h"

#include <filesystem>
#include <set>
#include <string>

namespace sa {

// Which targets have been told of a notice, kept in a file so that another attempt, after one
// target failed or whoever asked was killed, tells none twice.
class Told {
 public:
  // Of `file`, where that is of the same notice: of one that was decided on at the same instant, or
  // else the same change of health by the same run. A file that is missing, damaged or of another
  // notice tells of nobody, and gives way. Throws Error: it cannot be kept, so nobody may be told.
  Told(std::filesystem::path file, Notice notice);

  bool contains(const std::string& target) const { return targets_.contains(target); }
  // Throws Error: it cannot be kept.
  void add(const std::string& target);

 private:
  void keep() const;

  std::filesystem::path file_;
  Notice notice_;
  std::set<std::string> targets_;
};

}  // namespace sa
