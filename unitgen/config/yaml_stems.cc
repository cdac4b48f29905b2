#include "unitgen/config/yaml_stems.h"

#include <set>
#include <string>
#include <system_error>

namespace sa {

std::vector<Candidate> yaml_stems(const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  std::set<std::string> stems;
  std::error_code error;
  const auto skipping = fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator at(folder, skipping, error), end; !error && at != end;
       at.increment(error))
    if (at->path().extension() == ".yaml" || at->path().extension() == ".yml")
      stems.insert(at->path().stem());
  std::vector<Candidate> candidates;
  for (const std::string& stem : stems) candidates.push_back({stem, ""});
  return candidates;
}

}  // namespace sa
