#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace sa {

// The timers that are paused, ascending: the names of the files in sa-control's `directory`. None
// where there is no such directory.
std::vector<std::string> paused_timers(const std::filesystem::path& directory);

}  // namespace sa
