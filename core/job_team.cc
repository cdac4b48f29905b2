#include "core/job_team.h"

#include "core/job_keys.h"
#include "core/notify_target.h"
#include "core/time_span.h"

#include <algorithm>

namespace sa {
namespace {

bool contains(const std::vector<std::string>& list, const std::string& text) {
  return std::ranges::find(list, text) != list.end();
}

std::string list_text(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    text += (text.empty() ? "" : ", ") + quoted(std::string_view(word));
  return text;
}

// What the host's defaults say is root's word, what else the team's.
bool is_judged(const Given& given) {
  return given.value != nullptr && given.source != Source::host_defaults;
}

class TeamJudge {
 public:
  explicit TeamJudge(JobDraft& draft) : draft_(draft), policy_(*draft.policy) {}

  void judge_user();
  void judge_group(const std::optional<std::string>& primary);
  void judge_members(JobKey key, const std::vector<std::string>& allowed, std::string_view what);
  void judge_priorities();
  void judge_pace(Instant now);
  void bound(JobKey key, std::optional<std::uint64_t>& value,
             const std::optional<std::uint64_t>& limit, std::string_view text);

 private:
  void tell(JobKey key, const YamlNode& node, const std::string& wanted);
  void tell_at(JobKey key, std::string message);

  JobDraft& draft_;
  const TeamPolicy& policy_;
};

void TeamJudge::tell(JobKey key, const YamlNode& node, const std::string& wanted) {
  const Given& given = draft_[key];
  const Field field{name_of(key), node, draft_.problems};
  field.expected(wanted);
  if (!given.in_file()) draft_.problems.back().place = {};
}

void TeamJudge::tell_at(JobKey key, std::string message) {
  const Given& given = draft_[key];
  const Field field{name_of(key), *given.value, draft_.problems};
  field.tell(given.in_file() ? given.value->place : Place{}, std::move(message));
}

void TeamJudge::judge_user() {
  std::string& user = draft_.job.user;
  const Given& given = draft_[JobKey::user];
  if (given.value == nullptr) user = policy_.user;
  if (given.value == nullptr || user.empty() || contains(policy_.users, user)) return;
  tell(JobKey::user, *given.value,
       "a user of team '" + policy_.team + "' (" + list_text(policy_.users) + ")");
}

void TeamJudge::judge_group(const std::optional<std::string>& primary) {
  const Given& given = draft_[JobKey::group];
  if (given.value == nullptr || draft_.job.group.empty()) return;
  if (!policy_.groups.empty()) {
    if (!contains(policy_.groups, draft_.job.group))
      tell(JobKey::group, *given.value,
           "a group of team '" + policy_.team + "' (" + list_text(policy_.groups) + ")");
    return;
  }
  if (primary != draft_.job.group)
    tell(JobKey::group, *given.value,
         "the primary group of user " + quoted(std::string_view(draft_.job.user)) +
             (primary ? " (" + quoted(std::string_view(*primary)) + ")" : ""));
}

void TeamJudge::judge_members(JobKey key, const std::vector<std::string>& allowed,
                              std::string_view what) {
  const Given& given = draft_[key];
  if (!is_judged(given)) return;
  std::string wanted(what);
  wanted +=
      " of team '" + policy_.team + "' (" + (allowed.empty() ? "none" : list_text(allowed)) + ")";
  const Field field{name_of(key), *given.value, draft_.problems};
  std::vector<Problem> told_already;
  for (const YamlNode* item : items_of({field.key, field.value, told_already}, ""))
    if (item->kind == YamlNode::Kind::scalar && !item->text.empty() &&
        !contains(allowed, item->text) && !(key == JobKey::notify && item->text == notify_nobody))
      tell(key, *item, wanted);
}

void TeamJudge::judge_priorities() {
  Job& job = draft_.job;
  const int least = policy_.limits.nice_min;
  if (job.nice && *job.nice < least) {
    if (is_judged(draft_[JobKey::nice]))
      tell(JobKey::nice, *draft_[JobKey::nice].value,
           "a number from " + std::to_string(least) + " to 19 in team '" + policy_.team + "'");
    job.nice = least;
  }
  if (job.io_class == IoClass::realtime && !policy_.limits.io_realtime) {
    if (is_judged(draft_[JobKey::io_class]))
      tell(JobKey::io_class, *draft_[JobKey::io_class].value,
           "best-effort or idle in team '" + policy_.team + "'");
    job.io_class.reset();
  }
}

void TeamJudge::judge_pace(Instant now) {
  constexpr Duration least = std::chrono::seconds(1);
  const auto gap = shortest_gap(draft_.job.schedule, draft_.zones, now);
  if (gap && *gap < least)
    tell_at(JobKey::schedule, "expected at least 1s between two runs in a team's file");
  if (draft_.job.respawn && draft_.job.respawn->delay < Respawn{}.delay)
    tell_at(JobKey::respawn,
            "expected a delay of at least " + time_span(Respawn{}.delay) + " in a team's file");
}

void TeamJudge::bound(JobKey key, std::optional<std::uint64_t>& value,
                      const std::optional<std::uint64_t>& limit, std::string_view text) {
  if (!limit) return;
  const Given& given = draft_[key];
  const bool beyond =
      value ? *value > *limit : given.value != nullptr && given.value->text == "infinity";
  if (beyond && is_judged(given))
    tell(key, *given.value,
         std::string("at most ").append(text) + " in team '" + policy_.team + "'");
  if (!value || beyond) value = limit;
}

// "512M" where that is exact, else bytes.
std::string size_text(std::uint64_t bytes) {
  constexpr std::string_view units = "KMGT";
  std::string unit;
  for (std::size_t i = 0; i < units.size() && bytes != 0 && bytes % 1024 == 0; ++i) {
    bytes /= 1024;
    unit = units[i];
  }
  return std::to_string(bytes) + unit;
}

}  // namespace

void drop_host_defaults(JobDraft& draft) {
  for (const JobKey key : {JobKey::user, JobKey::group, JobKey::environment_file})
    if (draft[key].source == Source::host_defaults) draft[key] = {};
}

void judge_team(
    JobDraft& draft, Instant now,
    const std::function<std::optional<std::string>(std::string_view user)>& primary_group) {
  TeamJudge judge(draft);
  const TeamPolicy& policy = *draft.policy;
  judge.judge_user();
  const bool asked = !draft.job.group.empty() && policy.groups.empty() && primary_group;
  judge.judge_group(asked ? primary_group(draft.job.user) : std::nullopt);
  judge.judge_members(JobKey::environment_file, policy.environment_files, "an environment file");
  judge.judge_members(JobKey::notify, policy.notify, "a target");
  judge.judge_priorities();
  judge.judge_pace(now);
  const TeamLimits& limits = policy.limits;
  judge.bound(JobKey::memory_max, draft.job.memory_max, limits.memory_max,
              size_text(limits.memory_max.value_or(0)));
  judge.bound(JobKey::tasks_max, draft.job.tasks_max, limits.tasks_max,
              std::to_string(limits.tasks_max.value_or(0)));
}

}  // namespace sa
