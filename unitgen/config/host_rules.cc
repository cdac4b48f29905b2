#include "unitgen/config/host_rules.h"

#include "core/job_file.h"
#include "core/settings_file.h"
#include "unitgen/config/job_reader.h"
#include "unitgen/config/source_file.h"
#include "unitgen/fd.h"

#include <set>

#include <fcntl.h>

namespace sa {
namespace {

class RulesReader {
 public:
  RulesReader(const std::string& config, TimeZones& zones)
      : zones_(zones), config_(open(config.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {}

  HostRules read(const ConfigListing& listing) {
    read_settings(listing);
    for (const ListedFile& file : listing.policies) read_policy(file);
    return std::move(rules_);
  }

 private:
  void add(const std::string& path, const std::string& team, Problem problem) {
    rules_.problems.push_back({path, {}, team, {}, std::move(problem)});
  }

  void read_settings(const ConfigListing& listing) {
    if (listing.settings.inode == 0) return;
    const std::string path = "scriptactivity.yaml";
    const SourceFile source = read_source(config_.get(), path, own_rule());
    if (source.stamp != listing.settings) rules_.is_as_listed = false;
    if (source.problem) {
      rules_.has_defaults = false;
      return add(path, "", whole_file_problem(*source.problem));
    }
    ParsedSettings parsed = parse_settings(source.text, zones_);
    rules_.has_defaults = parsed.settings || parsed.problems.empty();
    if (parsed.settings) rules_.defaults = std::move(parsed.settings->defaults);
    for (Problem& problem : parsed.problems) add(path, "", std::move(problem));
  }

  void read_policy(const ListedFile& file) {
    if (const auto problem = team_name_problem(file.name))
      return add(file.path, file.name, whole_file_problem(*problem));
    if (!seen_.insert(file.name).second)
      return add(file.path, file.name, whole_file_problem("expected one policy a team, got two"));
    const SourceFile source = read_source(config_.get(), file.path, own_rule());
    if (source.stamp != file.stamp) rules_.is_as_listed = false;
    if (source.problem) return add(file.path, file.name, whole_file_problem(*source.problem));
    ParsedPolicy parsed = parse_policy(source.text, file.name, zones_);
    for (Problem& problem : parsed.problems) add(file.path, file.name, std::move(problem));
    if (parsed.policy) rules_.policies.emplace(file.name, std::move(*parsed.policy));
  }

  TimeZones& zones_;
  Fd config_;
  std::set<std::string> seen_;
  HostRules rules_;
};

}  // namespace

const TeamPolicy* HostRules::policy(std::string_view team) const {
  const auto found = policies.find(team);
  return found == policies.end() ? nullptr : &found->second;
}

HostRules read_host_rules(const std::string& config, const ConfigListing& listing,
                          TimeZones& zones) {
  return RulesReader(config, zones).read(listing);
}

}  // namespace sa
