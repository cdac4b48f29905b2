#include "cli/paused_timers.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace sa {

std::vector<std::string> paused_timers(const std::filesystem::path& directory) {
  std::vector<std::string> timers;
  std::error_code error;
  for (std::filesystem::directory_iterator at(directory, error), end; !error && at != end;
       at.increment(error)) {
    std::string name = at->path().filename();
    if (name.ends_with(".timer")) timers.push_back(std::move(name));
  }
  std::ranges::sort(timers);
  return timers;
}

}  // namespace sa
