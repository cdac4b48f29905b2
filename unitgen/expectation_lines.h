#pragma once

#include "core/job.h"
#include "unitgen/systemd/unit_lines.h"

#include <string>
#include <string_view>
#include <vector>

namespace sa {

// Whose [X-ScriptActivity] it is.
struct OwedBy {
  std::string_view job;            // as `sa` is to call it
  bool has_schedule = true;        // owes what the job file says of grace, deadline and the like
  std::vector<std::string> fatal;  // FatalExitStatus=
};

// Adds the section [X-ScriptActivity] of a job.
void add_expectation(UnitLines& unit, const Job& job, const OwedBy& owed);

}  // namespace sa
