#pragma once

#include <map>
#include <string>
#include <vector>

namespace sa::samples {

struct Ended {
  int exit_code = -1;  // 128 + signal when it was killed
  std::string out;     // on a terminal: what both streams showed
  std::string err;
};

using Environment = std::map<std::string, std::string>;

// Runs a program to its end with this environment, and nothing else of ours, but PATH and TZ=UTC.
// `out_file`: where standard output goes instead.
Ended run_child(const std::vector<std::string>& command, const Environment& environment = {},
                const std::string& out_file = "");

// The same on a terminal of 24 rows and 60 columns of its own.
Ended run_on_terminal(const std::vector<std::string>& command, const Environment& environment = {});

}  // namespace sa::samples
