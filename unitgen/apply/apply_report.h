#pragma once

#include "unitgen/apply/job_changes.h"

#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

namespace sa {

// "+ sa-garbo.service (jobs.d/lp/garbo.yaml)", "~ sa-poll.timer (...)" with its lines, "- ...", one
// a line. Job files in `config` are told from there on.
void tell_changes(std::ostream& out, const std::vector<FileChange>& changes,
                  const std::string& config);

// "30 jobs: 58 files added, 1 changed; 3 problems", "30 jobs: nothing to do".
std::string summary(std::size_t jobs, const std::vector<FileChange>& changes, std::size_t problems);

}  // namespace sa
