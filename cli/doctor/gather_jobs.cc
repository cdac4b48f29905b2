#include "cli/doctor/gather.h"
#include "cli/doctor/job_answers.h"
#include "cli/doctor/small_file.h"

namespace sa {
namespace {

namespace fs = std::filesystem;

bool is_job_file(const fs::path& path) {
  return path.extension() == ".yaml" || path.extension() == ".yml";
}

// A folder that may not be read is noted; one that is not there has no files.
void count_files(const fs::path& folder, int depth, JobFacts& jobs) {
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (at->is_directory(ignored) && depth > 0) count_files(at->path(), depth - 1, jobs);
    if (!at->is_directory(ignored) && is_job_file(at->path())) ++jobs.files;
  }
  if (error == std::errc::permission_denied) jobs.unreadable.push_back(folder);
}

}  // namespace

void gather_jobs(const Context& context, HostFacts& facts) {
  count_files(SA_CONFIG_DIR "/jobs.d", 1, facts.jobs);
  const SmallFile problems = text_of_file(SA_JOBS_STATE_DIR "/problems.json");
  if (!problems.text.empty()) facts.jobs.problems = mistakes_of_json(problems.text);
  if (facts.jobs.files == 0 && facts.jobs.file_of_unit.empty()) return;
  facts.jobs.unapplied =
      changes_of_dry_run(context.output_of({"sa-unitgen", "apply", "--dry-run"}));
}

}  // namespace sa
