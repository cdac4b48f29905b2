#include "unitgen/apply/job_changes.h"

namespace sa {

using Kind = FileChange::Kind;

bool JobChanges::want_script(const Job& job, const std::string& job_file) {
  const bool is_there = scripts_.has(job.name);
  if (job.script.empty()) {
    if (is_there) remove_script(job.name, job_file);
    return false;
  }
  if (!scripts_.want(job, job.script)) return false;
  changes_.push_back({is_there ? Kind::changed : Kind::added, "scripts/" + job.name, job_file, ""});
  return is_there;
}

void JobChanges::remove_script(const std::string& job, const std::string& job_file) {
  if (!scripts_.has(job)) return;
  pending_.scripts.insert(job);
  changes_.push_back({Kind::removed, "scripts/" + job, job_file, ""});
}

}  // namespace sa
