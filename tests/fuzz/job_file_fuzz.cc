#include "core/job_file.h"
#include "core/settings_file.h"

#include <algorithm>
#include <cstdlib>

namespace {

constexpr std::string_view policy_text = R"(
users: [lp, lpadmin]
user: lp
notify: [ops]
environment-files: [/etc/lp.env]
limits: {memory-max: 512M, tasks-max: 100}
defaults: {grace: 15min, environment: {A: b}}
)";

void check(bool holds) {
  if (!holds) std::abort();
}

bool contains(const auto& list, const auto& value) {
  return std::ranges::find(list, value) != std::end(list);
}

// Nothing of it ends or continues a line of a unit.
void check_line(const std::string& text) {
  check(text.find_first_of(std::string_view("\0\n\r\t", 4)) == std::string::npos);
  check(!text.ends_with('\\'));
}

void check_problems(const std::vector<sa::Problem>& problems, bool sound) {
  bool any = false;
  for (std::size_t i = 0; i < problems.size(); ++i) {
    const sa::Problem& p = problems[i];
    check(p.place.line >= 1 && p.place.column >= 1 && !p.message.empty());
    if (i > 0) check(problems[i - 1].place.line <= p.place.line);
    const std::string line = to_string(p, "x.yaml");
    check(std::ranges::none_of(line, [](char c) { return c >= 0 && c < ' '; }));
    any = any || p.severity == sa::Severity::problem;
  }
  check(sound != any);
}

void check_commands(const std::vector<sa::Command>& commands) {
  for (const sa::Command& command : commands) {
    check(!command.empty() && !command[0].empty());
    const std::string& program = command[0];
    check(program[0] == '/' || program.find('/') == std::string::npos);
    check(std::string_view("@-:+!|").find(program[0]) == std::string_view::npos);
    check(program.find_first_of("\"'\\$\n") == std::string::npos);
    for (const std::string& word : command) check(word.find('\0') == std::string::npos);
  }
}

void check_job(const sa::Job& job) {
  check(job.commands.empty() != job.script.empty());
  check_commands(job.commands);
  check_commands(job.slow_start_commands);
  for (const auto* text : {&job.description, &job.user, &job.group, &job.directory})
    check_line(*text);
  for (const auto* list : {&job.tags, &job.notify, &job.after, &job.required,
                           &job.environment_files, &job.success_exit_status})
    for (const std::string& text : *list) check_line(text), check(!text.empty());
  for (const auto& directive : job.unit) check_line(directive.name), check_line(directive.value);
  for (const auto& [name, value] : job.environment)
    check(!name.empty() && value.find('\0') == value.npos);
}

void check_team(const sa::Job& job, const sa::TeamPolicy& policy) {
  check(contains(policy.users, job.user) && (job.group.empty() || job.group == job.user));
  for (const auto& file : job.environment_files) check(contains(policy.environment_files, file));
  for (const auto& target : job.notify) check(target == "none" || contains(policy.notify, target));
  for (const auto& unit : job.required) check(unit == "sa-other.service");
  check(job.memory_max && *job.memory_max <= *policy.limits.memory_max);
  check(job.tasks_max && *job.tasks_max <= *policy.limits.tasks_max);
  check(job.unit.empty() && job.nice.value_or(0) >= 0 && job.io_class != sa::IoClass::realtime);
}

bool same(const sa::YamlNode& a, const sa::YamlNode& b) {
  const auto same_entry = [](const auto& x, const auto& y) {
    return x.key == y.key && same(x.value, y.value);
  };
  return a.kind == b.kind && (a.kind == sa::YamlNode::Kind::null || a.text == b.text) &&
         std::ranges::equal(a.items, b.items, same) &&
         std::ranges::equal(a.entries, b.entries, same_entry);
}

bool is_writable(const sa::YamlNode& node) {
  const auto plain = [](const std::string& text) {
    return std::ranges::all_of(
               text, [](char c) { return c < 0 || c >= ' ' || c == '\n' || c == '\t'; }) &&
           text.find('\x7f') == std::string::npos &&
           std::ranges::all_of(text, [](char c) { return c >= 0; });
  };
  return plain(node.text) && std::ranges::all_of(node.items, is_writable) &&
         std::ranges::all_of(node.entries,
                             [&](const auto& e) { return plain(e.key) && is_writable(e.value); });
}

// What is read can be written and read again.
void check_tree(std::string_view text) {
  const sa::YamlDocument first = sa::read_yaml(text);
  if (!first.problems.empty() || !is_writable(first.root)) return;
  const sa::YamlDocument second = sa::read_yaml(sa::yaml_text(first.root));
  check(second.problems.empty() && same(first.root, second.root));
}

sa::ParsedJob parse(std::string_view text, const sa::TeamPolicy* policy, sa::TimeZones& zones) {
  static const sa::JobDefaults none;
  const auto primary = [](std::string_view user) { return std::optional(std::string(user)); };
  const auto own = [](std::string_view name) { return name == "other"; };
  return sa::parse_job(
      text, {"garbo", "lp/garbo.yaml", policy, none, zones, sa::Instant{}, primary, own});
}

}  // namespace

// Input: a letter that says what the text is read as, and the text.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static sa::TimeZones zones("Europe/Berlin");
  static const sa::TeamPolicy lp = *sa::parse_policy(policy_text, "lp", zones).policy;
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] == 'p') {
    const auto parsed = sa::parse_policy(text, "lp", zones);
    check_problems(parsed.problems, parsed.policy.has_value());
    if (parsed.policy) check(contains(parsed.policy->users, parsed.policy->user));
  } else if (data[0] == 's') {
    const auto parsed = sa::parse_settings(text, zones);
    check_problems(parsed.problems, parsed.settings.has_value());
  } else if (data[0] == 'y') {
    check_tree(text);
  } else {
    const sa::TeamPolicy* policy = data[0] == 't' ? &lp : nullptr;
    const auto parsed = parse(text, policy, zones);
    check_problems(parsed.problems, parsed.job.has_value());
    if (parsed.job) check_job(*parsed.job);
    if (parsed.job && policy != nullptr) check_team(*parsed.job, *policy);
  }
  return 0;
}
