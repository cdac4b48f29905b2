#pragma once

#include "unitgen/config/file_problem.h"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace sa {

// The problems of a whole configuration, in its order. Of one team at most a thousand are kept, so
// that it cannot fill our memory or the disk.
class ProblemBook {
 public:
  void add(std::vector<FileProblem> problems);
  // Adds, at the end, how many of each team were left out.
  void close();

  const std::vector<FileProblem>& all() const { return problems_; }
  // Those that refuse a file, as they are told, one line each.
  std::vector<std::string> lines() const;

 private:
  std::vector<FileProblem> problems_;
  std::map<std::string, std::size_t> counts_;
};

std::string line_of(const FileProblem& problem);

}  // namespace sa
