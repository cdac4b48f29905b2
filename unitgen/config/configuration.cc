#include "unitgen/config/configuration.h"

#include "unitgen/targets.h"

#include <unistd.h>

namespace sa {

Configuration::Configuration(const Folders& folders, ConfigListing listing, TimeZones& zones,
                             Instant now, bool clock_notes)
    : config_(folders.config),
      listing_(std::move(listing)),
      rules_(read_host_rules(config_, listing_, zones)),
      target_(target_of(folders, accounts_, zones)),
      owners_(listing_.jobs, [this](const std::string& name) { return made_from(name); }),
      reader_({.config = config_,
               .listing = listing_,
               .rules = rules_,
               .owners = owners_,
               .accounts = accounts_,
               .zones = zones,
               .now = now,
               .clock_notes = clock_notes && folders.target == TargetKind::systemd,
               .target = *target_}) {}

std::string Configuration::listed_path(const std::string& job_file) const {
  if (!job_file.starts_with(config_ + "/")) return {};
  return job_file.substr(config_.size() + 1);
}

std::string Configuration::made_from(const std::string& name) const {
  const auto job_file = target_->job_file(name);
  if (!job_file || access(job_file->c_str(), F_OK) != 0) return {};
  const std::string listed = listed_path(*job_file);
  return listed.empty() ? *job_file : listed;
}

}  // namespace sa
