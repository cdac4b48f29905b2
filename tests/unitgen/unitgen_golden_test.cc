// Every folder of tests/golden/unitgen is a job: what is written there, and all that is made of it.
// With SA_WRITE_GOLDEN set, what is wanted is written anew; git diff then shows what changed.

#include "core/job_file.h"
#include "core/settings_file.h"
#include "core/team_policy.h"
#include "unitgen/unit_text.h"

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
constexpr std::size_t fewest_cases = 18;

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

  Files made() {
    const auto settings = parse_settings(text("settings.yaml"), zones_);
    std::string problems = lines_of(settings.problems, "scriptactivity.yaml");
    std::optional<TeamPolicy> policy;
    if (files_.contains("policy.yaml")) {
      auto parsed = parse_policy(text("policy.yaml"), "web", zones_);
      problems += lines_of(parsed.problems, "teams.d/web.yaml");
      policy = std::move(parsed.policy);
    }
    const auto job = parse(policy, settings.settings.value_or(Settings{}));
    problems += lines_of(job.problems, "jobs.d/" + file());
    Files files;
    add_text(files, "problems", problems);
    if (job.job) add_units(files, units_of(*job.job, "/etc/scriptactivity/scripts"));
    return files;
  }

  Files wanted() const {
    Files files = files_;
    for (const auto& name : given) files.erase(name);
    return files;
  }

 private:
  std::string text(const std::string& name) const {
    const auto found = files_.find(name);
    return found == files_.end() ? "" : found->second;
  }
  std::string file() const {
    return (files_.contains("policy.yaml") ? "web/" : "") + name_ + ".yaml";
  }
  ParsedJob parse(const std::optional<TeamPolicy>& policy, const Settings& settings) {
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
        .clock_notes = true};
    return parse_job(text("job.yaml"), setting);
  }

  std::string name_;
  Files files_;
  TimeZones zones_{"UTC"};
};

void write_wanted(const fs::path& folder, const Files& before, const Files& files) {
  for (const auto& [name, text] : before)
    if (!files.contains(name)) fs::remove(folder / name);
  for (const auto& [name, text] : files) std::ofstream(folder / name, std::ios::binary) << text;
}

TEST(Golden, JobsBecomeTheirUnits) {
  std::size_t count = 0;
  for (const auto& folder : fs::directory_iterator(SA_GOLDEN_DIR "/unitgen")) {
    SCOPED_TRACE(folder.path().filename());
    Case job(folder.path());
    const Files made = job.made();
    if (std::getenv("SA_WRITE_GOLDEN") != nullptr)
      write_wanted(folder.path(), job.wanted(), made);
    else
      EXPECT_EQ(made, job.wanted());
    ++count;
  }
  EXPECT_GE(count, fewest_cases);
}

}  // namespace
}  // namespace sa
