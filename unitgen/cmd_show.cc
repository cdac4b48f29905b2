#include "unitgen/cmd_show.h"

#include "core/suggestion.h"
#include "unitgen/config/chosen_file.h"
#include "unitgen/config/problem_book.h"
#include "unitgen/exit_code.h"

#include <ostream>

namespace sa {
namespace {

bool is_file_name(const std::string& text) {
  return text.find('/') != std::string::npos || text.ends_with(".yaml") || text.ends_with(".yml");
}

// "garbo" of "sa-garbo.timer".
std::string job_name(std::string text, const Target& target) {
  for (const std::string_view ending : target.endings())
    if (text.starts_with("sa-") && text.ends_with(ending))
      return text.substr(3, text.size() - 3 - ending.size());
  return text;
}

void show(const Job& job, Target& target, const Folders& folders, std::ostream& out) {
  auto files = target.files(job);
  if (!job.script.empty()) files.push_back({folders.named_scripts + "/" + job.name, job.script});
  std::string_view before;
  for (const MadeFile& file : files) {
    out << before << "# " << file.path << '\n' << file.text;
    if (!file.text.ends_with('\n')) out << '\n';
    before = "\n";
  }
}

int unknown(const std::string& name, const Configuration& configuration, std::ostream& err) {
  std::vector<std::string> names;
  for (const ListedFile& file : configuration.listing().jobs) names.push_back(file.name);
  err << "sa-unitgen: no job '" << name << "'" << did_you_mean(name, names) << '\n';
  return exit_problems;
}

}  // namespace

int cmd_show(const ShowOptions& options, TimeZones& zones, std::ostream& out, std::ostream& err) {
  const std::string& config = options.folders.config;
  Configuration configuration(options.folders, list_config(config), zones, options.now, false);
  JobReader::Read read;
  if (is_file_name(options.job)) {
    read = read_job_file(configuration, config, options.job, options.team);
  } else {
    const std::string name = job_name(options.job, configuration.target());
    const ListedFile* file = configuration.owners().owner(name);
    if (file == nullptr || file->entry.empty()) return unknown(name, configuration, err);
    read = configuration.reader().read(*file);
  }
  for (const FileProblem& problem : read.problems) err << line_of(problem) << '\n';
  if (!read.job) return exit_problems;
  show(*read.job, configuration.target(), options.folders, out);
  return exit_done;
}

}  // namespace sa
