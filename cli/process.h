#pragma once

#include <string>
#include <vector>

namespace sa {

// Where PATH has the program; the name itself if it has a slash; empty: nowhere.
std::string program_path(const std::string& program);

// Becomes the program, found in PATH, without a shell; returns (with errno) only when that fails.
void exec_program(const std::vector<std::string>& command);

// Runs the program to its end, without a shell; what it wrote to standard output. Empty: it could
// not be run.
std::string output_of_program(const std::vector<std::string>& command);

}  // namespace sa
