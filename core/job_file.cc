#include "core/job_file.h"

#include "core/ascii.h"
#include "core/job_keys.h"
#include "core/job_rules.h"
#include "core/job_team.h"
#include "core/yaml_hint.h"

#include <algorithm>

namespace sa {
namespace {

constexpr std::size_t longest_name = 64;

bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || is_digit(c);
}

JobDraft draft_of(const JobSetting& setting, std::vector<Problem>& problems) {
  JobDraft draft{.job = {},
                 .zone = {},
                 .environments = {},
                 .places = {},
                 .policy = setting.policy,
                 .zones = setting.zones,
                 .is_team_job = setting.is_team_job,
                 .problems = problems};
  draft.job.name = setting.name;
  draft.job.team = setting.policy == nullptr ? "default" : setting.policy->team;
  draft.job.file = setting.file;
  return draft;
}

void take_all_keys(const YamlNode& root, const JobSetting& setting, JobDraft& draft) {
  take_keys(setting.defaults.keys, Source::host_defaults, {}, draft);
  if (setting.policy != nullptr) {
    drop_host_defaults(draft);
    take_keys(setting.policy->defaults.keys, Source::team_defaults, {}, draft);
  }
  take_keys(root, Source::job_file, {}, draft);
}

// What was told of the form of a value need not be told of its meaning.
void drop_followers(std::vector<Problem>& problems, const std::vector<Problem>& form) {
  std::erase_if(problems, [&](const Problem& p) {
    return std::ranges::find(form, p.place, &Problem::place) != form.end();
  });
}

}  // namespace

ParsedJob parse_job(std::string_view text, const JobSetting& setting) {
  const YamlDocument document = read_yaml(text);
  ParsedJob parsed;
  if (document.root.kind != YamlNode::Kind::map) {
    parsed.problems = document.problems;
    if (parsed.problems.empty())
      Field{"", document.root, parsed.problems}.expected("keys such as 'command: /usr/bin/backup'");
    return parsed;
  }
  JobDraft draft = draft_of(setting, parsed.problems);
  take_all_keys(document.root, setting, draft);
  read_values(draft);
  if (document.complete) judge_together(draft, setting.now);
  if (setting.policy != nullptr) judge_team(draft, setting.now, setting.primary_group);
  drop_followers(parsed.problems, document.problems);
  parsed.problems.insert(parsed.problems.begin(), document.problems.begin(),
                         document.problems.end());
  const bool sound = !has_problem(parsed.problems);
  if (sound && setting.clock_notes) note_clock_changes(draft, setting.now);
  sort_by_place(parsed.problems);
  if (sound) parsed.job = std::move(draft.job);
  parsed.places = std::move(draft.places);
  return parsed;
}

std::optional<std::string> name_problem(std::string_view name) {
  const auto fits = [](char c) { return is_name_start(c) || c == '_' || c == '.' || c == '-'; };
  if (name.empty() || name.size() > longest_name || !is_name_start(name[0]) ||
      !std::ranges::all_of(name, fits))
    return "expected a name of at most 64 of a-z, 0-9, '_', '.' and '-' that begins with a letter "
           "or digit, got " +
           quoted(name);
  for (const std::string_view reserved : {"watcher", "unitgen", "notify", "control"})
    if (name == reserved || (name.starts_with(reserved) && name[reserved.size()] == '-'))
      return "expected another name than '" + std::string(reserved) +
             "' and what begins with it and '-', which are taken, got " + quoted(name);
  if (name.ends_with("-slow"))
    return "expected a name that does not end in '-slow', which is taken, got " + quoted(name);
  return std::nullopt;
}

std::optional<std::string> team_name_problem(std::string_view team) {
  const auto fits = [](char c) { return is_name_start(c) || c == '_'; };
  if (team.empty() || team.size() > longest_name || !is_name_start(team[0]) ||
      !std::ranges::all_of(team, fits))
    return "expected a team of at most 64 of a-z, 0-9 and '_' that begins with a letter or digit, "
           "got " +
           quoted(team);
  if (team == "default") return "expected another team than 'default', which is root's own files";
  return std::nullopt;
}

}  // namespace sa
