#pragma once

#include "unitgen/apply/target.h"
#include "unitgen/config/accounts.h"
#include "unitgen/config/config_listing.h"
#include "unitgen/config/folders.h"
#include "unitgen/config/host_rules.h"
#include "unitgen/config/job_reader.h"
#include "unitgen/config/name_owners.h"

#include <memory>
#include <string>

namespace sa {

// A configuration opened for reading: what lies in it, who owns each name, and the reader of its
// job files. Not to be moved: its parts know each other.
class Configuration {
 public:
  Configuration(const Folders& folders, ConfigListing listing, TimeZones& zones, Instant now,
                bool clock_notes);
  Configuration(const Configuration&) = delete;
  Configuration& operator=(const Configuration&) = delete;

  const ConfigListing& listing() const { return listing_; }
  const HostRules& rules() const { return rules_; }
  Target& target() { return *target_; }
  const NameOwners& owners() const { return owners_; }
  Accounts& accounts() { return accounts_; }
  JobReader& reader() { return reader_; }

  // A job file as listed, of the path in a mark; empty: it is not of this configuration.
  std::string listed_path(const std::string& job_file) const;

 private:
  std::string made_from(const std::string& name) const;

  std::string config_;
  ConfigListing listing_;
  HostRules rules_;
  Accounts accounts_;
  std::unique_ptr<Target> target_;
  NameOwners owners_;
  JobReader reader_;
};

}  // namespace sa
