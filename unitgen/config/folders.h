#pragma once

#include <cstdint>
#include <string>

namespace sa {

enum class TargetKind : std::uint8_t { systemd, upstart };

// Where everything lies. All paths are absolute.
struct Folders {
  std::string config;  // jobs.d, teams.d, scriptactivity.yaml
  TargetKind target = TargetKind::systemd;
  std::string units;          // where unit files are; of Upstart: NAME.conf
  std::string cron;           // of Upstart: where the file of cron is
  std::string expectations;   // of Upstart: what jobs owe
  std::string scripts;        // where script files are
  std::string named_scripts;  // what units call that folder
  std::string state;
  bool is_live = true;  // the units are this host's: its init is told, its other folders count
};

// Those of this host; of units the ones of its admin.
Folders folders_of_host(TargetKind target, const std::string& config, const std::string& state);
// The same below a folder `output`, apart from all that is this host's.
Folders folders_below(TargetKind target, const std::string& config, const std::string& output);

}  // namespace sa
