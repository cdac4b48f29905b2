#pragma once

#include "cli/output.h"
#include "cli/screen.h"
#include "core/instant.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace sa {

// Where the log and the verdicts lie.
struct Places {
  std::filesystem::path store;
  std::filesystem::path status;
  bool store_alone = false;  // a store was named and no status file: judge by the store
};

// Becomes another program, found in PATH, and does not return. Throws Error.
using BecomeProgram = std::function<int(const std::vector<std::string>& arguments)>;

// Runs another program to its end; what it wrote to standard output. Empty: it could not be run.
using OutputOfProgram = std::function<std::string(const std::vector<std::string>& arguments)>;

// What a verb gets from the world. The rest of it, clock and terminal, it does not know.
struct Context {
  const Places& places;
  Instant now;
  Screen screen;
  Output& out;
  Output& err;
  BecomeProgram become;
  OutputOfProgram output_of;
};

}  // namespace sa
