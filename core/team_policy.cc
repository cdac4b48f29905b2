#include "core/team_policy.h"

#include "core/field.h"
#include "core/job_values.h"

#include <algorithm>

namespace sa {
namespace {

void read_accounts(const Field& field, std::string_view what, std::vector<std::string>& accounts) {
  for (const YamlNode* item : items_of(field, what))
    if (auto name = account_of(field.item(*item), what, false))
      accounts.push_back(std::move(*name));
}

void read_users(const Field& field, TeamPolicy& policy) {
  read_accounts(field, "the name of a user", policy.users);
  if (policy.users.empty() && field.value.items.empty() && field.value.kind == YamlNode::Kind::list)
    field.tell("expected the name of a user, got an empty list");
  if (std::ranges::find(policy.users, "root") != policy.users.end())
    field.warn(field.value.place, "'root' lets the team do everything on this host");
}

void read_io_class(const Field& field, TeamPolicy& policy) {
  policy.limits.io_realtime = io_class_of(field) == IoClass::realtime;
}

void read_jobs(const Field& field, TeamPolicy& policy) {
  if (const auto jobs = count_of(field, 0, 1'000'000))
    policy.limits.jobs = static_cast<std::uint32_t>(*jobs);
}

struct Row {
  std::string_view name;
  void (*read)(const Field& field, TeamPolicy& policy);
};

constexpr Row limit_rows[] = {
    {"nice", [](const Field& f, TeamPolicy& p) { p.limits.nice_min = nice_of(f).value_or(0); }},
    {"io-class", read_io_class},
    {"memory-max", [](const Field& f, TeamPolicy& p) { p.limits.memory_max = memory_size_of(f); }},
    {"tasks-max",
     [](const Field& f, TeamPolicy& p) { p.limits.tasks_max = count_of(f, 1, 4'194'304); }},
    {"jobs", read_jobs},
};

void read_map(const Field& field, std::string_view path, const auto& rows, TeamPolicy& policy) {
  std::vector<std::string> names;
  for (const Row& row : rows) names.emplace_back(row.name);
  for (const auto& entry : field.value.entries) {
    const auto* const row = std::ranges::find(rows, entry.key, &Row::name);
    if (row == std::end(rows)) {
      tell_unknown_key(entry, path, names, field.problems);
      continue;
    }
    const std::string key = std::string(path) + (path.empty() ? "" : ".") + entry.key;
    row->read({key, entry.value, field.problems}, policy);
  }
}

void read_limits(const Field& field, TeamPolicy& policy) {
  if (field.value.kind != YamlNode::Kind::map) field.expected("a map such as {jobs: 20}");
  read_map(field, "limits", limit_rows, policy);
}

constexpr Row rows[] = {
    {"users", read_users},
    {"user",
     [](const Field& f, TeamPolicy& p) {
       p.user = account_of(f, "the name of a user", false).value_or("");
     }},
    {"groups",
     [](const Field& f, TeamPolicy& p) { read_accounts(f, "the name of a group", p.groups); }},
    {"group",
     [](const Field& f, TeamPolicy& p) {
       p.group = account_of(f, "the name of a group", false).value_or("");
     }},
    {"environment-files",
     [](const Field& f, TeamPolicy& p) { p.environment_files = environment_files_of(f); }},
    {"notify", [](const Field& f, TeamPolicy& p) { p.notify = targets_of(f); }},
    {"limits", read_limits},
    {"defaults", [](const Field&, TeamPolicy&) {}},
};

// `user` is one of `users`, which may stand behind it.
void judge_user(const YamlNode& root, TeamPolicy& policy, std::vector<Problem>& problems) {
  const auto* users = entry_of(root, "users");
  const auto* user = entry_of(root, "user");
  if (users == nullptr) {
    problems.push_back({Severity::problem, {}, "users", "expected a list of users, got nothing"});
  } else if (user == nullptr && policy.users.size() == 1) {
    policy.user = policy.users.front();
  } else if (user == nullptr && policy.users.size() > 1) {
    problems.push_back({Severity::problem, users->place, "user",
                        "expected which of 'users' jobs run as by default, got nothing"});
  } else if (user != nullptr && !policy.user.empty() &&
             std::ranges::find(policy.users, policy.user) == policy.users.end()) {
    Field{"user", user->value, problems}.expected("one of 'users'");
  }
}

void read_policy(const YamlNode& root, bool complete, TeamPolicy& policy, TimeZones& zones,
                 std::vector<Problem>& problems) {
  read_map({"", root, problems}, "", rows, policy);
  if (!complete) return;
  judge_user(root, policy, problems);
  if (const auto* defaults = entry_of(root, "defaults"))
    policy.defaults = defaults_of({"defaults", defaults->value, problems}, &policy, zones);
}

}  // namespace

ParsedPolicy parse_policy(std::string_view text, std::string_view team, TimeZones& zones) {
  YamlDocument document = read_yaml(text);
  ParsedPolicy parsed{.policy = {}, .problems = std::move(document.problems)};
  TeamPolicy policy;
  policy.team = team;
  if (document.root.kind == YamlNode::Kind::map)
    read_policy(document.root, document.complete, policy, zones, parsed.problems);
  else if (parsed.problems.empty())
    Field{"", document.root, parsed.problems}.expected("keys such as 'users: [www-data]'");
  sort_by_place(parsed.problems);
  if (!has_problem(parsed.problems)) parsed.policy = std::move(policy);
  return parsed;
}

}  // namespace sa
