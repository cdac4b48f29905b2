#pragma once

#include "unitgen/config/file_problem.h"

#include <string>
#include <vector>

namespace sa {

// problems.json, which the watcher reads: {"version":1,"problems":[{"file", "line", "column",
// "key", "message", "severity", "job", "team", "unit"}...]}; files are absolute, below `config`;
// what is not known is "". Notes are left out.
std::string problems_json(const std::string& config, const std::vector<FileProblem>& problems);

}  // namespace sa
