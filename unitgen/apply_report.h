#pragma once

#include "unitgen/unit_changes.h"

#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

namespace sa {

// "+ sa-garbo.service (jobs.d/lp/garbo.yaml)", "~ sa-poll.timer (...)" with its lines, "- ...", one
// a line.
void tell_changes(std::ostream& out, const std::vector<FileChange>& changes);

// "30 jobs: 58 files added, 1 changed; 3 problems", "30 jobs: nothing to do".
std::string summary(std::size_t jobs, const std::vector<FileChange>& changes, std::size_t problems);

// "1 job", "2 jobs".
std::string counted(std::size_t count, std::string_view word);

}  // namespace sa
