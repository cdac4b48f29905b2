#include "unitgen/systemd/systemd_target.h"

#include "unitgen/systemd/granted.h"
#include "unitgen/systemd/systemd_init.h"
#include "unitgen/systemd/unit_changes.h"
#include "unitgen/systemd/unit_text.h"

namespace sa {
namespace {

// What a timer of ours starts, or the service itself.
std::string service_of(const std::string& unit) {
  return unit.substr(0, unit.rfind('.')) + ".service";
}

}  // namespace

SystemdTarget::SystemdTarget(const Folders& folders, Accounts& accounts)
    : folders_(folders),
      accounts_(accounts),
      units_(folders.units),
      taken_(units_, folders.is_live ? other_unit_folders() : std::vector<std::string>(),
             unit_names_of) {}

std::string SystemdTarget::unit_of(std::string_view job) const {
  return unit_names_of(job).front();
}

std::vector<std::string_view> SystemdTarget::endings() const {
  return {"-slow.service", ".service", ".timer"};
}

std::optional<std::string> SystemdTarget::taken(std::string_view job) const {
  return taken_.problem(job);
}

std::optional<std::string> SystemdTarget::job_file(std::string_view job) const {
  return units_.job_file(unit_of(job));
}

bool SystemdTarget::is_granted(const std::string& file, const TeamPolicy& policy) {
  const auto service = units_.text_of(service_of(file));
  return !service || sa::is_granted(*service, policy, accounts_);
}

std::vector<Problem> SystemdTarget::judge(const Job&, const JobPlaces&) {
  return {};
}

std::vector<MadeFile> SystemdTarget::files(const Job& job) {
  std::vector<MadeFile> files;
  for (UnitFile& unit : units_of(job, folders_.named_scripts).units)
    files.push_back({folders_.units + "/" + unit.name, std::move(unit.text)});
  return files;
}

std::unique_ptr<JobChanges> SystemdTarget::changes(bool write, ScriptChanges& scripts,
                                                   const Pending& left) {
  return std::make_unique<UnitChanges>(units_, write, folders_.named_scripts, scripts, left);
}

std::unique_ptr<InitSystem> SystemdTarget::init() const {
  if (!folders_.is_live || !is_systemd_running()) return nullptr;
  return std::make_unique<SystemdInit>();
}

}  // namespace sa
