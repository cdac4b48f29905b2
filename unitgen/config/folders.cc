#include "unitgen/config/folders.h"

#include "core/upstart_expectation.h"

namespace sa {

Folders folders_of_host(TargetKind target, const std::string& config, const std::string& state) {
  const std::string scripts = config + "/scripts";
  return {.config = config,
          .target = target,
          .units = target == TargetKind::upstart ? "/etc/init" : "/etc/systemd/system",
          .cron = "/etc/cron.d",
          .expectations = state + "/" + upstart_expectations_name,
          .scripts = scripts,
          .named_scripts = scripts,
          .state = state,
          .is_live = true};
}

Folders folders_below(TargetKind target, const std::string& config, const std::string& output) {
  return {.config = config,
          .target = target,
          .units = target == TargetKind::upstart ? output + "/init" : output,
          .cron = output + "/cron.d",
          .expectations = output + "/" + upstart_expectations_name,
          .scripts = output + "/scripts",
          .named_scripts = config + "/scripts",
          .state = output + "/.sa-unitgen",
          .is_live = false};
}

}  // namespace sa
