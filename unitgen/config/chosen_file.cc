#include "unitgen/config/chosen_file.h"

#include <algorithm>
#include <filesystem>

namespace sa {

std::string path_in(const std::string& config, const std::string& file) {
  std::error_code error;
  const auto folder = std::filesystem::weakly_canonical(config, error);
  // The file itself may be a link, which is told of it.
  const std::filesystem::path path = std::filesystem::absolute(file, error);
  const auto real = std::filesystem::weakly_canonical(path.parent_path(), error) / path.filename();
  const std::string below = real.lexically_relative(folder).string();
  return below.empty() || below.starts_with("..") ? std::string() : below;
}

JobReader::Read read_job_file(Configuration& configuration, const std::string& config,
                              const std::string& file, std::string_view team) {
  const auto& jobs = configuration.listing().jobs;
  const auto found = std::ranges::find(jobs, path_in(config, file), &ListedFile::path);
  if (found == jobs.end() || !team.empty())
    return configuration.reader().read_chosen_file(file, team);
  auto read = configuration.reader().read(*found);
  for (FileProblem& problem : read.problems) problem.file = file;
  return read;
}

}  // namespace sa
