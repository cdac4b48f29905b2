#pragma once

#include "core/job_file.h"

#include <optional>
#include <string>

namespace sa {

// One of root's own files, or one of team `lp`, read at 2026-11-22 04:11:36 UTC on a host in
// Berlin. A user's primary group has the user's name; the team has the jobs "garbo", which is read,
// "other" and "third".
struct JobReading {
  explicit JobReading(const std::string& policy_text = "");

  // The problems, one a line, of the file "x.yaml"; empty: none.
  std::string problems(const std::string& text);
  // The job, with the problems as a test failure where there are any.
  Job job(const std::string& text);

  TimeZones zones{"Europe/Berlin"};
  std::optional<TeamPolicy> policy;
  JobDefaults defaults;
  bool clock_notes = false;

 private:
  ParsedJob parse(const std::string& text);
};

std::string lines_of(const std::vector<Problem>& problems);

}  // namespace sa
