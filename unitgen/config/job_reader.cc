#include "unitgen/config/job_reader.h"

#include "core/field.h"
#include "unitgen/config/open_beneath.h"

#include <filesystem>

#include <fcntl.h>

namespace sa {
namespace {

// What a team may keep us busy with.
constexpr std::size_t most_team_bytes = 32'000'000;
constexpr std::size_t most_problems_of_a_file = 50;

void cut(std::vector<Problem>& problems) {
  if (problems.size() <= most_problems_of_a_file) return;
  const std::size_t more = problems.size() - most_problems_of_a_file;
  const Place place = problems[most_problems_of_a_file].place;
  problems.resize(most_problems_of_a_file);
  problems.push_back(
      {Severity::problem, place, "", "and " + std::to_string(more) + " more after this"});
}

WriterRule team_rule(const struct stat& folder, std::optional<gid_t> group, Accounts& accounts) {
  const auto is_of_team = [=, &accounts, owner = folder.st_uid](uid_t user) {
    return user == owner || (group && accounts.is_member(user, *group));
  };
  WriterRule rule;
  rule.owner = [=](uid_t user) { return user == 0 || is_of_team(user); };
  rule.group = [=](gid_t writer) { return writer == 0 || (group && writer == *group); };
  const bool is_only_roots = folder.st_uid == 0 && (folder.st_mode & S_IWGRP) == 0;
  if (is_only_roots) return rule;
  rule.readable = [=](const struct stat& found) {
    const bool is_groups = (found.st_mode & S_IRGRP) != 0 && group && found.st_gid == *group;
    return (found.st_mode & S_IROTH) != 0 || is_groups ||
           (found.st_uid != 0 && is_of_team(found.st_uid));
  };
  return rule;
}

}  // namespace

Problem whole_file_problem(std::string message) {
  return {Severity::problem, {1, 1}, "", std::move(message)};
}

JobReader::JobReader(JobReading reading) : reading_(std::move(reading)) {
  for (const UnlistedFolder& folder : reading_.listing.unlisted)
    folder_problems_.push_back(
        {folder.path, {}, folder.team, {}, whole_file_problem(folder.message)});
}

void JobReader::refuse_folder(std::string_view team, const std::string& message) {
  folder_.is_refused = true;
  folder_problems_.push_back(
      {folder_.path, {}, std::string(team), {}, whole_file_problem(message)});
}

// Folders come one after another: one is open at a time.
void JobReader::enter(const ListedFile& file) {
  if (folder_.path == file.folder) return;
  folder_ = Folder();
  folder_.path = file.folder;
  const Fd config(open(reading_.config.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  folder_.fd = open_beneath(config.get(), file.folder, O_RDONLY | O_DIRECTORY | O_NONBLOCK);
  judge_folder(file, reading_.rules.policy(file.team));
}

void JobReader::judge_folder(const ListedFile& file, const TeamPolicy* policy) {
  struct stat found {};
  if (!folder_.fd || fstat(folder_.fd.get(), &found) != 0) {
    is_as_listed_ = false;
    folder_.is_refused = true;
    return;
  }
  const bool is_own = file.team == own_team && file.folder == "jobs.d";
  const auto group = policy != nullptr && !policy->group.empty()
                         ? reading_.accounts.group(policy->group)
                         : std::nullopt;
  WriterRule rule = is_own ? own_rule() : team_rule(found, group, reading_.accounts);
  folder_.rule = rule;
  if (!is_own) rule.owner = nullptr;  // root chose whom to give it to
  if (!is_own && policy == nullptr) return;
  if (const auto problem = folder_problem(found, rule)) refuse_folder(file.team, *problem);
}

bool JobReader::is_within_bounds(const ListedFile& file, const TeamPolicy* policy) {
  if (folder_.is_refused) return false;
  if (policy == nullptr) return true;
  folder_.bytes += file.stamp.size;
  const std::uint32_t most = policy->limits.jobs.value_or(UINT32_MAX);
  const std::string left_out = ", those from '" + file.entry + "' on are left out";
  if (++folder_.files > most)
    refuse_folder(file.team, "expected at most " + std::to_string(most) + " jobs" + left_out);
  else if (folder_.bytes > most_team_bytes)
    refuse_folder(file.team, "expected at most 32 MB of job files" + left_out);
  return !folder_.is_refused;
}

std::optional<std::string> JobReader::refusal(const ListedFile& file,
                                              const TeamPolicy* policy) const {
  if (auto problem = name_problem(file.name)) return problem;
  const bool is_own = file.folder == "jobs.d";
  if (!is_own) {
    if (auto problem = team_name_problem(file.team)) return "team: " + *problem;
    if (policy == nullptr)
      return "expected a policy teams.d/" + file.team + ".yaml, got none that is good";
  }
  const ListedFile* owner = reading_.owners.owner(file.name);
  if (owner != &file)
    return "expected a name that no other file has, got '" + file.name + "' of " + owner->path;
  if (auto problem = reading_.target.taken(file.name)) return problem;
  if (!reading_.rules.has_defaults) return "expected a good scriptactivity.yaml";
  return std::nullopt;
}

void JobReader::judge(ParsedJob& parsed) {
  if (!parsed.job) return;
  const auto more = reading_.target.judge(*parsed.job, parsed.places);
  parsed.problems.insert(parsed.problems.end(), more.begin(), more.end());
  sort_by_place(parsed.problems);
  if (has_problem(more)) parsed.job.reset();
}

ParsedJob JobReader::parse(std::string_view text, std::string_view name, std::string_view path,
                           const TeamPolicy* policy, std::string_view team) {
  const JobSetting setting{
      .name = name,
      .file = path,
      .policy = policy,
      .defaults = reading_.rules.defaults,
      .zones = reading_.zones,
      .now = reading_.now,
      .primary_group =
          [this](std::string_view user) { return reading_.accounts.primary_group(user); },
      .is_team_job =
          [this, team](std::string_view other) {
            const ListedFile* owner = reading_.owners.owner(other);
            return owner != nullptr && owner->team == team;
          },
      .clock_notes = reading_.clock_notes};
  ParsedJob parsed = parse_job(text, setting);
  judge(parsed);
  cut(parsed.problems);
  return parsed;
}

JobReader::Read JobReader::read(const ListedFile& file) {
  Read read;
  const std::string unit =
      reading_.owners.is_owner(file) ? reading_.target.unit_of(file.name) : std::string();
  const auto add = [&](Problem problem) {
    read.problems.push_back({file.path, file.name, file.team, unit, std::move(problem)});
  };
  const bool is_own = file.folder == "jobs.d";
  const TeamPolicy* policy = is_own ? nullptr : reading_.rules.policy(file.team);
  enter(file);
  if (auto problem = refusal(file, policy)) {
    add(whole_file_problem(std::move(*problem)));
    return read;
  }
  if (!is_within_bounds(file, policy)) {
    add(whole_file_problem("not read, " + folder_.path + " is refused"));
    return read;
  }
  const SourceFile source = read_source(folder_.fd.get(), file.entry, folder_.rule);
  if (source.stamp != file.stamp) is_as_listed_ = false;
  if (source.problem) {
    add(whole_file_problem(*source.problem));
    return read;
  }
  ParsedJob parsed =
      parse(source.text, file.name, reading_.config + "/" + file.path, policy, file.team);
  for (Problem& problem : parsed.problems) add(std::move(problem));
  read.job = std::move(parsed.job);
  return read;
}

JobReader::Read JobReader::read_chosen_file(const std::string& path, std::string_view team) {
  Read read;
  const std::filesystem::path file(path);
  const std::string name = file.stem();
  const auto add = [&](Problem problem) {
    read.problems.push_back({path, name, std::string(team), {}, std::move(problem)});
  };
  const TeamPolicy* policy = team.empty() ? nullptr : reading_.rules.policy(team);
  auto problem = name_problem(name);
  if (!problem && !team.empty() && policy == nullptr)
    problem = "expected a policy teams.d/" + std::string(team) + ".yaml, got none that is good";
  SourceFile source = problem ? SourceFile() : read_chosen(path);
  if (!problem) problem = source.problem;
  if (problem) {
    add(whole_file_problem(*problem));
    return read;
  }
  ParsedJob parsed = parse(source.text, name, std::filesystem::absolute(file).string(), policy,
                           team.empty() ? own_team : team);
  for (Problem& found : parsed.problems) add(std::move(found));
  read.job = std::move(parsed.job);
  return read;
}

}  // namespace sa
