#include "unitgen/import/job_writer.h"

#include "core/job_file.h"
#include "unitgen/apply/staged_folder.h"
#include "unitgen/import/new_file.h"
#include "unitgen/whole_file.h"

#include <algorithm>
#include <utility>

namespace sa {

JobWriter::JobWriter(std::string folder, TimeZones& zones, Instant now)
    : folder_(std::move(folder)), zones_(zones), now_(now) {}

bool JobWriter::is_good(const ImportedJob& job, const std::string& text, Imported& imported) {
  const std::string file = folder_ + '/' + job.name + ".yaml";
  const auto is_team_job = [&](std::string_view name) {
    return std::ranges::find(imported.jobs, name, &ImportedJob::name) != imported.jobs.end();
  };
  const JobDefaults none;
  const ParsedJob parsed = parse_job(
      text, {job.name, file, nullptr, none, zones_, now_,
             [this](std::string_view user) { return accounts_.primary_group(user); }, is_team_job});
  for (const Problem& problem : parsed.problems) {
    std::string message = problem.message;
    if (problem.severity == Severity::problem) {
      message += ", so the job " + quoted(job.name) + " is not written";
    }
    imported.tell(problem.severity, job.file, job.place, problem.key, std::move(message));
  }
  return parsed.job.has_value();
}

void JobWriter::write(const ImportedJob& job, Imported& imported) {
  const auto refuse = [&](std::string message) {
    ++done_.refused;
    imported.tell(Severity::problem, job.file, job.place, "", std::move(message));
  };
  if (!job.text.is_writable()) {
    return refuse("holds control characters or is no UTF-8, so the job " + quoted(job.name) +
                  " is not written");
  }
  const std::string text = job.text.text();
  if (!is_good(job, text, imported)) {
    ++done_.refused;
    return;
  }
  const std::string path = folder_ + '/' + job.name + ".yaml";
  if (write_new_file(folder_, job.name + ".yaml", text)) {
    ++done_.written;
  } else if (read_whole(path) == text) {
    ++done_.there;
  } else {
    return refuse("not written, since " + quoted(path) + " is there and says otherwise");
  }
  done_.paths.push_back(path);
}

WrittenJobs JobWriter::write(Imported& imported) {
  if (!imported.jobs.empty()) make_folder(folder_, 0755);
  for (const ImportedJob& job : imported.jobs) write(job, imported);
  return std::exchange(done_, {});
}

}  // namespace sa
