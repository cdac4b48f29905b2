#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace sa {

// The words of PAGER, split at blanks and never given to a shell; none for "" and "cat".
// `wanted` is null where PAGER is not set: then less.
std::vector<std::string> pager_command(const char* wanted);

// While it lives, standard output goes through the pager, if it could be started. less gets
// LESS=FRSXMK where LESS is not set: it ends at once when all fits on the screen.
class Pager {
 public:
  explicit Pager(const std::vector<std::string>& command);
  // Waits until the person has closed the pager. Flush what goes to standard output before.
  ~Pager();
  Pager(const Pager&) = delete;
  Pager& operator=(const Pager&) = delete;

 private:
  pid_t child_ = -1;
};

}  // namespace sa
