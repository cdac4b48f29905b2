#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace sa {

struct WatchOptions {
  std::string config;              // the folder that is watched
  std::vector<std::string> apply;  // arguments of this program that apply it, its name first
};

// Applies the configuration now and whenever it changes, until SIGTERM or SIGINT; on SIGHUP at
// once. Each apply is a process of its own, killed when it takes more than ten minutes, and tried
// again after a while when it fails: this one only watches. Returns the exit code. Throws Error.
int cmd_watch(const WatchOptions& options, std::ostream& err);

}  // namespace sa
