#include "unitgen/upstart/upstart_target.h"

#include "unitgen/upstart/conf_grants.h"
#include "unitgen/upstart/cron_starts.h"
#include "unitgen/upstart/shortcomings.h"
#include "unitgen/upstart/upstart_changes.h"
#include "unitgen/upstart/upstart_init.h"

namespace sa {
namespace {

std::vector<std::string> conf_names_of(std::string_view job) {
  const std::string stem = "sa-" + std::string(job);
  return {stem + ".conf", stem + "-slow.conf"};
}

// Whether its schedule is one of cron's was judged before.
JobPlaces places_of(const Job& job) {
  JobPlaces places;
  places.calendars.resize(job.schedule.calendars.size());
  places.every.resize(job.schedule.every.size());
  return places;
}

}  // namespace

UpstartTarget::UpstartTarget(const Folders& folders, Accounts& accounts, TimeZones& zones)
    : folders_(folders),
      accounts_(accounts),
      zones_(zones),
      confs_(folders.units, {".conf"}),
      taken_(confs_, {}, conf_names_of) {}

std::string UpstartTarget::unit_of(std::string_view job) const {
  return "sa-" + std::string(job) + ".upstart";
}

std::vector<std::string_view> UpstartTarget::endings() const {
  return {"-slow.conf", "-slow.upstart", ".conf", ".upstart"};
}

std::optional<std::string> UpstartTarget::taken(std::string_view job) const {
  return taken_.problem(job);
}

std::optional<std::string> UpstartTarget::job_file(std::string_view job) const {
  return confs_.job_file(conf_names_of(job).front());
}

bool UpstartTarget::is_granted(const std::string& file, const TeamPolicy& policy) {
  const auto conf = confs_.text_of(file);
  return !conf || is_conf_granted(*conf, policy, accounts_);
}

std::vector<Problem> UpstartTarget::judge(const Job& job, const JobPlaces& places) {
  std::vector<Problem> problems = shortcomings_of(job, places);
  const auto cron = cron_part_of(job, places, zones_).problems;
  problems.insert(problems.end(), cron.begin(), cron.end());
  return problems;
}

std::vector<UpstartJob> UpstartTarget::jobs_of(const Job& job) {
  CronPart cron = cron_part_of(job, places_of(job), zones_);
  ConfSetting setting{.scripts = folders_.named_scripts,
                      .home = {},
                      .cron = std::move(cron.lines),
                      .calendars = std::move(cron.calendars)};
  if (const auto user = accounts_.user(job.user.empty() ? "root" : job.user))
    setting.home = {user->home, user->shell};
  return upstart_jobs_of(job, setting);
}

std::vector<MadeFile> UpstartTarget::files(const Job& job) {
  std::vector<MadeFile> files;
  std::string starts;
  for (UpstartJob& made : jobs_of(job)) {
    for (const std::string& line : cron_lines_in(made.conf)) starts += cron_start(line, made.name);
    files.push_back({folders_.units + "/" + made.name + ".conf", std::move(made.conf)});
    files.push_back({folders_.expectations + "/" + made.name, std::move(made.expectation)});
  }
  if (!starts.empty()) files.push_back({folders_.cron + "/" + cron_table_name, std::move(starts)});
  return files;
}

std::unique_ptr<JobChanges> UpstartTarget::changes(bool write, ScriptChanges& scripts,
                                                   const Pending& left) {
  return std::make_unique<UpstartChanges>(
      folders_, confs_, [this](const Job& job) { return jobs_of(job); }, write, scripts, left);
}

std::unique_ptr<InitSystem> UpstartTarget::init() const {
  if (!folders_.is_live || !is_upstart_running()) return nullptr;
  return std::make_unique<UpstartInit>();
}

}  // namespace sa
