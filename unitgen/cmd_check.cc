#include "unitgen/cmd_check.h"

#include "core/counted.h"
#include "unitgen/config/chosen_file.h"
#include "unitgen/config/problem_book.h"
#include "unitgen/exit_code.h"

#include <algorithm>
#include <ostream>

namespace sa {
namespace {

class Check {
 public:
  Check(const CheckOptions& options, TimeZones& zones, std::ostream& err)
      : options_(options),
        err_(err),
        configuration_(options.folders, list_config(options.folders.config), zones, options.now,
                       true) {}

  void everything() {
    if (!configuration_.listing().has_jobs) tell({no_jobs()});
    tell(configuration_.rules().problems);
    for (const ListedFile& file : configuration_.listing().jobs) {
      ++files_;
      tell(configuration_.reader().read(file).problems);
    }
    files_ += configuration_.listing().policies.size();
    tell(configuration_.reader().folder_problems());
  }

  void file(const std::string& path) {
    ++files_;
    const std::string& config = options_.folders.config;
    const std::string listed = path_in(config, path);
    if (listed == "scriptactivity.yaml" || listed.starts_with("teams.d/"))
      return rules_file(path, listed);
    tell(read_job_file(configuration_, config, path, options_.team).problems);
  }

  std::string summary() const {
    std::string text = counted(files_, "file") + ": ";
    if (problems_ + warnings_ == 0) return text + "nothing is wrong";
    text += counted(problems_, "problem");
    return warnings_ == 0 ? text : text + ", " + counted(warnings_, "warning");
  }

  bool has_problems() const { return problems_ > 0; }

 private:
  FileProblem no_jobs() const {
    return {.file = options_.folders.config + "/jobs.d",
            .job = {},
            .team = {},
            .unit = {},
            .problem = {Severity::warning, {1, 1}, "", "expected a directory, got none"}};
  }

  void rules_file(const std::string& path, const std::string& listed) {
    std::vector<FileProblem> problems;
    std::ranges::copy_if(configuration_.rules().problems, std::back_inserter(problems),
                         [&](const FileProblem& problem) { return problem.file == listed; });
    for (FileProblem& problem : problems) problem.file = path;
    tell(problems);
  }

  void tell(const std::vector<FileProblem>& problems) {
    for (const FileProblem& problem : problems) {
      err_ << line_of(problem) << '\n';
      if (problem.problem.severity == Severity::problem) ++problems_;
      if (problem.problem.severity == Severity::warning) ++warnings_;
    }
  }

  const CheckOptions& options_;
  std::ostream& err_;
  Configuration configuration_;
  std::size_t files_ = 0, problems_ = 0, warnings_ = 0;
};

}  // namespace

int cmd_check(const CheckOptions& options, TimeZones& zones, std::ostream& out, std::ostream& err) {
  Check check(options, zones, err);
  if (options.files.empty()) check.everything();
  for (const std::string& file : options.files) check.file(file);
  out << check.summary() << '\n';
  return check.has_problems() ? exit_problems : exit_done;
}

}  // namespace sa
