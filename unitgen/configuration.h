#pragma once

#include "unitgen/accounts.h"
#include "unitgen/config_listing.h"
#include "unitgen/host_rules.h"
#include "unitgen/job_reader.h"
#include "unitgen/name_owners.h"
#include "unitgen/taken_names.h"
#include "unitgen/unit_dir.h"

#include <string>
#include <vector>

namespace sa {

// Where everything lies. All paths are absolute.
struct Folders {
  std::string config;         // jobs.d, teams.d, scriptactivity.yaml
  std::string units;          // where unit files are
  std::string scripts;        // where script files are
  std::string named_scripts;  // what units call that folder
  std::string state;
  bool is_live = true;  // the units are this host's: systemd is told, its other folders count
};

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
  const UnitDir& units() const { return units_; }
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
  UnitDir units_;
  TakenNames taken_;
  NameOwners owners_;
  Accounts accounts_;
  JobReader reader_;
};

}  // namespace sa
