#pragma once

#include "core/problem.h"

#include <string>
#include <vector>

namespace sa {

// A problem with the file it is in, and whose job it hinders.
struct FileProblem {
  std::string
      file;  // from the configuration on ("jobs.d/lp/garbo.yaml"), or as the caller named it
  std::string job, team;
  std::string unit;  // the unit that is not what its file says; empty: none, or another file's
  Problem problem;
  friend bool operator==(const FileProblem&, const FileProblem&) = default;
};

}  // namespace sa
