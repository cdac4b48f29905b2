#include "core/job_defaults.h"

#include "core/job_keys.h"
#include "core/job_rules.h"
#include "core/job_team.h"

namespace sa {
namespace {

JobDraft draft_of(const TeamPolicy* policy, TimeZones& zones, std::vector<Problem>& problems) {
  return {.job = {},
          .zone = {},
          .environments = {},
          .places = {},
          .policy = policy,
          .zones = zones,
          .is_team_job = {},
          .problems = problems};
}

// From here on what is given is this file's own: its places are to be told.
void make_own(JobDraft& draft) {
  for (Given& given : draft.given) given.source = Source::job_file;
}

void judge(JobDraft& draft, std::string_view path) {
  const std::size_t before = draft.problems.size();
  judge_durations(draft);
  if (draft.policy != nullptr) {
    // Without `groups` it is the user's own group that is meant, and known on the host only.
    if (draft.policy->groups.empty()) draft.job.group.clear();
    judge_team(draft, {}, {});
  }
  for (std::size_t i = before; i < draft.problems.size(); ++i)
    draft.problems[i].key.insert(0, std::string(path) + ".");
}

}  // namespace

JobDefaults defaults_of(const Field& field, const TeamPolicy* policy, TimeZones& zones) {
  if (field.value.kind != YamlNode::Kind::map) {
    field.expected("keys of job files such as {grace: 15min}");
    return {};
  }
  std::vector<Problem> problems;
  JobDraft draft = draft_of(policy, zones, problems);
  const auto source = policy == nullptr ? Source::host_defaults : Source::team_defaults;
  take_keys(field.value, source, field.key, draft);
  make_own(draft);
  read_values(draft, field.key);
  judge(draft, field.key);
  const bool sound = !has_problem(problems);
  field.problems.insert(field.problems.end(), problems.begin(), problems.end());
  return sound ? JobDefaults{field.value} : JobDefaults{};
}

}  // namespace sa
