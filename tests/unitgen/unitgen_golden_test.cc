// Every folder of tests/golden/unitgen is a job: what is written there, and all that is made of it;
// of those in tests/golden/upstart what is made for Upstart and cron.
// With SA_WRITE_GOLDEN set, what is wanted is written anew; git diff then shows what changed.

#include "core/field.h"
#include "core/job_file.h"
#include "core/settings_file.h"
#include "core/team_policy.h"
#include "unitgen/systemd/unit_text.h"
#include "unitgen/upstart/conf_text.h"
#include "unitgen/upstart/cron_starts.h"
#include "unitgen/upstart/cron_table.h"
#include "unitgen/upstart/shortcomings.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

namespace sa {
namespace {

namespace fs = std::filesystem;

const std::set<std::string> given = {"job.yaml", "policy.yaml", "settings.yaml"};
constexpr const char* scripts = "/etc/scriptactivity/scripts";

// File name -> text.
using Files = std::map<std::string, std::string>;

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return (std::stringstream() << file.rdbuf()).str();
}

Files files_in(const fs::path& folder) {
  Files files;
  for (const auto& file : fs::directory_iterator(folder))
    files[file.path().filename().string()] = content(file.path());
  return files;
}

std::string lines_of(const std::vector<Problem>& problems, std::string_view file) {
  std::string lines;
  for (const auto& problem : problems) lines += to_string(problem, file) + "\n";
  return lines;
}

void add_text(Files& files, const std::string& name, const std::string& text) {
  if (!text.empty()) files[name] = text;
}

void add_units(Files& files, const JobUnits& made) {
  for (const auto& unit : made.units) files[unit.name] = unit.text;
  add_text(files, "script", made.script);
  std::string links;
  for (const auto& want : made.wants) links += want.folder + "/" + want.unit + "\n";
  add_text(files, "links", links);
}

// What sa-unitgen makes of the given files on 2026-11-22, on a host where every user's group has
// the user's name and every job is the team's.
class Case {
 public:
  explicit Case(const fs::path& folder) : name_(folder.filename()), files_(files_in(folder)) {}

  Files made_for_systemd() {
    const ParsedJob job = parsed(true);
    add_text(made_, "problems", problems_ + lines_of(job.problems, "jobs.d/" + file()));
    if (job.job) add_units(made_, units_of(*job.job, scripts));
    return made_;
  }

  // The host's zone is UTC, and every user has the home /home/USER and the shell /bin/sh.
  Files made_for_upstart() {
    ParsedJob job = parsed(false);
    CronPart cron;
    if (job.job) {
      cron = cron_part_of(*job.job, job.places, zones_);
      for (const auto& more : {shortcomings_of(*job.job, job.places), cron.problems})
        job.problems.insert(job.problems.end(), more.begin(), more.end());
      sort_by_place(job.problems);
    }
    add_text(made_, "problems", problems_ + lines_of(job.problems, "jobs.d/" + file()));
    if (job.job && !has_problem(job.problems)) add_confs(*job.job, std::move(cron));
    return made_;
  }

  Files wanted() const {
    Files files = files_;
    for (const auto& name : given) files.erase(name);
    return files;
  }

 private:
  ParsedJob parsed(bool clock_notes) {
    const auto settings = parse_settings(text("settings.yaml"), zones_);
    problems_ = lines_of(settings.problems, "scriptactivity.yaml");
    if (files_.contains("policy.yaml")) {
      auto read = parse_policy(text("policy.yaml"), "web", zones_);
      problems_ += lines_of(read.problems, "teams.d/web.yaml");
      policy_ = std::move(read.policy);
    }
    return parse(policy_, settings.settings.value_or(Settings{}), clock_notes);
  }

  void add_confs(const Job& job, CronPart cron) {
    ConfSetting setting{.scripts = scripts,
                        .home = {{"/home/" + (job.user.empty() ? "root" : job.user), "/bin/sh"}},
                        .cron = std::move(cron.lines),
                        .calendars = std::move(cron.calendars)};
    CronStarts starts;
    for (const UpstartJob& made : upstart_jobs_of(job, setting)) {
      made_[made.name + ".conf"] = made.conf;
      made_[made.name] = made.expectation;
      starts[made.name] = cron_lines_in(made.conf);
    }
    add_text(made_, "cron", cron_table(starts));
    add_text(made_, "script", job.script);
  }

  std::string text(const std::string& name) const {
    const auto found = files_.find(name);
    return found == files_.end() ? "" : found->second;
  }
  std::string file() const {
    return (files_.contains("policy.yaml") ? "web/" : "") + name_ + ".yaml";
  }
  ParsedJob parse(const std::optional<TeamPolicy>& policy, const Settings& settings,
                  bool clock_notes) {
    const std::string path = "/etc/scriptactivity/jobs.d/" + file();
    const JobSetting setting{
        .name = name_,
        .file = path,
        .policy = policy ? &*policy : nullptr,
        .defaults = settings.defaults,
        .zones = zones_,
        .now = Instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}},
        .primary_group = [](auto user) { return std::string(user); },
        .is_team_job = [](auto) { return true; },
        .clock_notes = clock_notes};
    return parse_job(text("job.yaml"), setting);
  }

  std::string name_;
  Files files_, made_;
  std::string problems_;
  std::optional<TeamPolicy> policy_;
  TimeZones zones_{"UTC"};
};

void write_wanted(const fs::path& folder, const Files& before, const Files& files) {
  for (const auto& [name, text] : before)
    if (!files.contains(name)) fs::remove(folder / name);
  for (const auto& [name, text] : files) std::ofstream(folder / name, std::ios::binary) << text;
}

void try_all(const fs::path& folders, std::size_t fewest, Files (Case::*made_by)()) {
  std::size_t count = 0;
  for (const auto& folder : fs::directory_iterator(folders)) {
    SCOPED_TRACE(folder.path().filename());
    Case job(folder.path());
    const Files made = (job.*made_by)();
    if (std::getenv("SA_WRITE_GOLDEN") != nullptr)
      write_wanted(folder.path(), job.wanted(), made);
    else
      EXPECT_EQ(made, job.wanted());
    ++count;
  }
  EXPECT_GE(count, fewest);
}

TEST(Golden, JobsBecomeTheirUnits) {
  try_all(SA_GOLDEN_DIR "/unitgen", 18, &Case::made_for_systemd);
}

TEST(Golden, JobsBecomeTheirConfs) {
  try_all(SA_GOLDEN_DIR "/upstart", 12, &Case::made_for_upstart);
}

}  // namespace
}  // namespace sa
