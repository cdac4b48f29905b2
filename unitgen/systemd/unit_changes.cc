#include "unitgen/systemd/unit_changes.h"

#include "unitgen/apply/manifest.h"
#include "unitgen/apply/text_difference.h"

#include <algorithm>

namespace sa {
namespace {

constexpr std::string_view wants_folders[] = {"timers.target.wants", "multi-user.target.wants"};

bool has(std::string_view text, std::string_view line) {
  return text.find(line) != std::string_view::npos;
}

bool is_installed(std::string_view text) {
  return has(text, "\nWantedBy=");
}

// Of a unit's text: a service that is started with the host and goes on.
bool is_started_daemon(std::string_view text) {
  return has(text, "\nType=exec\n") && is_installed(text);
}

bool is_timer(std::string_view unit) {
  return unit.ends_with(".timer");
}

std::string timer_of(const Job& job) {
  return "sa-" + job.name + ".timer";
}

std::string main_service_of(const std::string& name) {
  return "sa-" + name + ".service";
}

// "garbo" of "sa-garbo.service"
std::string job_of(const std::string& service) {
  return service.substr(3, service.size() - 3 - std::string_view(".service").size());
}

// "timers.target" of "timers.target.wants"
std::string_view target_of(std::string_view wants_folder) {
  return wants_folder.substr(0, wants_folder.rfind('.'));
}

}  // namespace

UnitChanges::UnitChanges(const UnitDir& there, bool write, std::string named_scripts,
                         ScriptChanges& scripts, const Pending& left)
    : JobChanges(scripts),
      there_(there),
      named_scripts_(std::move(named_scripts)),
      stage_(write ? std::make_unique<StagedFolder>(there.path()) : nullptr) {
  for (const std::set<std::string>* units : {&left.stop, &left.forgotten, &left.links})
    doubtful_.insert(units->begin(), units->end());
}

void UnitChanges::want(const Job& job, const std::string& job_file) {
  if (want_script(job, job_file) && job.daemon) pending_.restart.insert(main_service_of(job.name));
  const JobUnits made = units_of(job, named_scripts_);
  for (const UnitFile& unit : made.units) place(job, unit, made.wants, job_file);
}

void UnitChanges::place(const Job& job, const UnitFile& unit,
                        const std::vector<JobUnits::Want>& wants, const std::string& job_file) {
  wanted_.insert(unit.name);
  const bool is_doubtful = doubtful_.contains(unit.name);
  const auto before = there_.text_of(unit.name);
  if (before == unit.text && !is_doubtful) return;
  const bool was_installed = before && is_installed(*before) && !is_doubtful;
  if (!was_installed) link(unit.name, wants);
  if (was_installed && !is_installed(unit.text)) unlink(unit.name);
  if (is_timer(unit.name))
    (was_installed ? pending_.revive : pending_.start).insert(unit.name);
  else
    note_service(job, unit.name, is_doubtful ? "" : before.value_or(""));
  if (before == unit.text) return;
  using Kind = FileChange::Kind;
  changes_.push_back({before ? Kind::changed : Kind::added, unit.name, job_file,
                      before ? text_difference(*before, unit.text) : ""});
  if (stage_ != nullptr) stage_->stage(unit.name, unit.text, 0644);
}

void UnitChanges::link(const std::string& unit, const std::vector<JobUnits::Want>& wants) {
  for (const JobUnits::Want& want : wants) {
    if (want.unit != unit) continue;
    links_.push_back({want.folder, want.unit});
    pending_.links.insert(unit);
  }
}

void UnitChanges::unlink(const std::string& unit) {
  for (const std::string_view folder : wants_folders)
    unlinks_.push_back({std::string(folder), unit});
  pending_.links.insert(unit);
}

void UnitChanges::note_service(const Job& job, const std::string& unit, const std::string& before) {
  const bool was_started = is_started_daemon(before);
  const bool is_main = unit == main_service_of(job.name);
  const bool is_started = is_main && job.daemon && !job.disabled;
  if (was_started && !is_started) pending_.stop.insert(unit);
  if (!was_started && is_started) pending_.start.insert(unit);
  if (was_started && is_started) pending_.restart.insert(unit);
  if (is_main && !before.empty() && there_.names().contains(timer_of(job)))
    pending_.revive.insert(timer_of(job));
}

void UnitChanges::remove_unwanted(const IsKept& is_kept) {
  for (const std::string& unit : there_.names()) {
    if (wanted_.contains(unit)) continue;
    const auto job_file = there_.job_file(unit);
    if (!job_file) continue;
    is_kept(unit, *job_file) ? keep(unit) : remove(unit, *job_file);
  }
  for (const std::string& unit : doubtful_)
    if (!wanted_.contains(unit) && !there_.names().contains(unit)) unlink(unit);
}

// What a killed apply began to remove, and is not to go any more.
void UnitChanges::keep(const std::string& unit) {
  if (!doubtful_.contains(unit)) return;
  const std::string text = there_.text_of(unit).value_or("");
  for (const std::string_view folder : wants_folders)
    if (has(text, "\nWantedBy=" + std::string(target_of(folder)) + "\n"))
      link(unit, {{std::string(folder), unit}});
  if (is_timer(unit) || is_started_daemon(text)) pending_.start.insert(unit);
}

void UnitChanges::remove(const std::string& unit, const std::string& job_file) {
  changes_.push_back({FileChange::Kind::removed, unit, job_file, ""});
  unlink(unit);
  pending_.forgotten.insert(unit);
  pending_.revive.erase(unit);
  if (is_timer(unit) || is_started_daemon(there_.text_of(unit).value_or("")))
    pending_.stop.insert(unit);
  if (!is_timer(unit)) remove_script(job_of(unit), job_file);
}

std::string UnitChanges::stamps() const {
  std::vector<std::string> names(wanted_.begin(), wanted_.end());
  std::ranges::sort(names);
  return stamps_of(there_.path(), names);
}

// Scripts first, for what runs meanwhile. Links before units: were we killed after the unit, it
// would not be new any more.
void UnitChanges::commit() {
  scripts_.commit();
  for (const Link& link : unlinks_) stage_->unlink(link.folder, link.unit);
  for (const Link& link : links_) stage_->link(link.folder, link.unit);
  stage_->commit();
  for (const FileChange& change : changes_)
    if (change.kind == FileChange::Kind::removed && change.name.starts_with("sa-"))
      stage_->remove(change.name);
}

}  // namespace sa
