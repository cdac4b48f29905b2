#include "core/job_keys.h"

#include "core/job_command.h"
#include "core/job_units.h"
#include "core/job_values.h"

#include <algorithm>
#include <limits>

namespace sa {
namespace {

constexpr std::size_t most_schedules = 100;

void read_zone(const Field& field, JobDraft& draft) {
  const auto name = line_of(field, "an IANA time zone such as Europe/Berlin");
  if (!name) return;
  if (draft.zones.find(*name) != nullptr)
    draft.zone = *name;
  else
    field.expected("an IANA time zone such as Europe/Berlin");
}

void add_schedule(const Schedule& schedule, const Place& place, JobDraft& draft) {
  append(draft.job.schedule, schedule);
  draft.places.calendars.resize(draft.job.schedule.calendars.size(), place);
  draft.places.every.resize(draft.job.schedule.every.size(), place);
}

void read_schedule_item(const Field& field, JobDraft& draft) {
  const auto text = line_of(field, "a schedule such as '0 2 * * *', daily or 'every 15min'");
  if (!text) return;
  const auto parsed = parse_schedule(*text, draft.zone, draft.zones);
  if (const auto* problem = std::get_if<CalendarProblem>(&parsed))
    field.tell(place_in(field.value, problem->column - 1), problem->message);
  else
    add_schedule(std::get<Schedule>(parsed), field.value.place, draft);
}

void read_schedule(const Field& field, JobDraft& draft) {
  const auto items = items_of(field, "a schedule such as '0 2 * * *', daily or 'every 15min'");
  if (items.empty() && field.value.kind == YamlNode::Kind::list)
    field.tell("expected a schedule, got an empty list");
  if (items.size() > most_schedules) return field.tell("expected at most 100 schedules");
  for (const YamlNode* item : items) read_schedule_item(field.item(*item), draft);
}

// "infinity" is how to say that a default does not hold.
void read_span(const Field& field, std::optional<Duration>& span, Duration least) {
  if (field.value.text == "infinity")
    span.reset();
  else
    span = duration_of(field, least);
}

void read_truth(const Field& field, bool& value) {
  if (const auto truth = truth_of(field)) value = *truth;
}

void read_account(const Field& field, std::string_view what, const JobDraft& draft,
                  std::string& account) {
  account = account_of(field, what, draft.policy == nullptr).value_or("");
}

void read_alert_after(const Field& field, JobDraft& draft) {
  if (const auto count = count_of(field, 1, 1'000'000))
    draft.job.alert_after = static_cast<std::uint32_t>(*count);
}

void read_memory_max(const Field& field, JobDraft& draft) {
  draft.job.memory_max = field.value.text == "infinity" ? std::nullopt : memory_size_of(field);
}

void read_tasks_max(const Field& field, JobDraft& draft) {
  constexpr std::uint64_t most_processes = 4'194'304;  // of Linux
  draft.job.tasks_max =
      field.value.text == "infinity" ? std::nullopt : count_of(field, 1, most_processes);
}

void read_environments(const Field& field, JobDraft& draft) {
  auto& all = draft.job.environment;
  for (const YamlNode* map : draft.environments)
    for (auto& [name, value] : environment_of({field.key, *map, field.problems})) {
      const auto same = std::ranges::find(all, name, &std::pair<std::string, std::string>::first);
      if (same != all.end())
        same->second = std::move(value);
      else
        all.emplace_back(name, std::move(value));
    }
}

void read_on_fatal(const Field& field, JobDraft& draft) {
  if (field.value.text == "pause")
    draft.job.on_fatal = OnFatal::pause;
  else
    field.expected("pause");
}

void read_unit(const Field& field, JobDraft& draft) {
  draft.job.unit = directives_of(field);
  if (draft.policy != nullptr)
    field.tell(draft[JobKey::unit].place, "expected only in root's own files, got it in a team's");
}

constexpr Duration above_zero{1};

// Ordered as JobKey.
constexpr JobKeyRow rows[] = {
    {JobKey::timezone, "timezone", true, read_zone},
    {JobKey::description, "description", false,
     [](const Field& f, JobDraft& d) { d.job.description = line_of(f, "text").value_or(""); }},
    {JobKey::command, "command", false,
     [](const Field& f, JobDraft& d) { d.job.commands = commands_of(f); }},
    {JobKey::script, "script", false,
     [](const Field& f, JobDraft& d) { d.job.script = script_of(f); }},
    {JobKey::slow_start_command, "slow-start-command", false,
     [](const Field& f, JobDraft& d) { d.job.slow_start_commands = commands_of(f); }},
    {JobKey::schedule, "schedule", false, read_schedule},
    {JobKey::at_boot, "at-boot", false,
     [](const Field& f, JobDraft& d) { read_truth(f, d.job.daemon); }},
    {JobKey::accuracy, "accuracy", true,
     [](const Field& f, JobDraft& d) {
       d.job.accuracy = duration_of(f, above_zero).value_or(above_zero);
     }},
    {JobKey::jitter, "jitter", true,
     [](const Field& f, JobDraft& d) { d.job.jitter = duration_of(f); }},
    {JobKey::catch_up, "catch-up", true,
     [](const Field& f, JobDraft& d) { read_truth(f, d.job.catch_up); }},
    {JobKey::disabled, "disabled", false,
     [](const Field& f, JobDraft& d) { read_truth(f, d.job.disabled); }},
    {JobKey::timeout, "timeout", true,
     [](const Field& f, JobDraft& d) { read_span(f, d.job.timeout, above_zero); }},
    {JobKey::grace, "grace", true,
     [](const Field& f, JobDraft& d) { d.job.grace = duration_of(f); }},
    {JobKey::deadline, "deadline", true,
     [](const Field& f, JobDraft& d) { read_span(f, d.job.deadline, above_zero); }},
    {JobKey::min_runtime, "min-runtime", true,
     [](const Field& f, JobDraft& d) { d.job.min_runtime = duration_of(f); }},
    {JobKey::max_runtime, "max-runtime", true,
     [](const Field& f, JobDraft& d) { read_span(f, d.job.max_runtime, above_zero); }},
    {JobKey::alert_after, "alert-after", true, read_alert_after},
    {JobKey::notify, "notify", true,
     [](const Field& f, JobDraft& d) { d.job.notify = targets_of(f); }},
    {JobKey::tags, "tags", true,
     [](const Field& f, JobDraft& d) { d.job.tags = words_of(f, "a list of tags"); }},
    {JobKey::user, "user", true,
     [](const Field& f, JobDraft& d) { read_account(f, "the name of a user", d, d.job.user); }},
    {JobKey::group, "group", true,
     [](const Field& f, JobDraft& d) { read_account(f, "the name of a group", d, d.job.group); }},
    {JobKey::directory, "directory", true,
     [](const Field& f, JobDraft& d) { d.job.directory = path_of(f).value_or(""); }},
    {JobKey::umask, "umask", true, [](const Field& f, JobDraft& d) { d.job.umask = umask_of(f); }},
    {JobKey::environment, "environment", true, read_environments},
    {JobKey::environment_file, "environment-file", true,
     [](const Field& f, JobDraft& d) { d.job.environment_files = environment_files_of(f); }},
    {JobKey::nice, "nice", true, [](const Field& f, JobDraft& d) { d.job.nice = nice_of(f); }},
    {JobKey::io_class, "io-class", true,
     [](const Field& f, JobDraft& d) { d.job.io_class = io_class_of(f); }},
    {JobKey::cpu_quota, "cpu-quota", true,
     [](const Field& f, JobDraft& d) { d.job.cpu_quota = cpu_quota_of(f); }},
    {JobKey::memory_max, "memory-max", true, read_memory_max},
    {JobKey::tasks_max, "tasks-max", true, read_tasks_max},
    {JobKey::respawn, "respawn", true,
     [](const Field& f, JobDraft& d) { d.job.respawn = respawn_of(f); }},
    {JobKey::success_exit_status, "success-exit-status", true,
     [](const Field& f, JobDraft& d) { d.job.success_exit_status = exit_statuses_of(f); }},
    {JobKey::fatal_exit_status, "fatal-exit-status", true,
     [](const Field& f, JobDraft& d) { d.job.fatal_exit_status = exit_statuses_of(f); }},
    {JobKey::on_fatal, "on-fatal", true, read_on_fatal},
    {JobKey::after, "after", true,
     [](const Field& f, JobDraft& d) { d.job.after = unit_names_of(f, JobKey::after, d); }},
    {JobKey::required, "requires", false,
     [](const Field& f, JobDraft& d) { d.job.required = unit_names_of(f, JobKey::required, d); }},
    {JobKey::condition, "condition", true,
     [](const Field& f, JobDraft& d) { d.job.condition_path = condition_path_of(f); }},
    {JobKey::unit, "unit", false, read_unit},
};
static_assert(std::size(rows) == static_cast<std::size_t>(JobKey::count));

std::vector<std::string> names(Source source) {
  std::vector<std::string> all;
  for (const JobKeyRow& row : rows)
    if (row.is_default || source == Source::job_file) all.emplace_back(row.name);
  return all;
}

// Problems of a default from `first` on: its place is in another file, its warnings were told
// there.
void retell_at_top(std::vector<Problem>& problems, std::size_t first) {
  const auto begin = problems.begin() + static_cast<std::ptrdiff_t>(first);
  const auto end = std::remove_if(begin, problems.end(),
                                  [](const Problem& p) { return p.severity != Severity::problem; });
  problems.erase(end, problems.end());
  for (std::size_t i = first; i < problems.size(); ++i) {
    problems[i].place = {};
    problems[i].message += ", from the defaults";
  }
}

}  // namespace

std::string_view name_of(JobKey key) {
  return rows[static_cast<std::size_t>(key)].name;
}

void take_keys(const YamlNode& map, Source source, std::string_view path, JobDraft& draft) {
  for (const auto& entry : map.entries) {
    const auto* const row = std::ranges::find(rows, entry.key, &JobKeyRow::name);
    if (row == std::end(rows)) {
      tell_unknown_key(entry, path, names(source), draft.problems);
      continue;
    }
    if (source != Source::job_file && !row->is_default) {
      const std::string key = std::string(path) + "." + entry.key;
      Field{key, entry.value, draft.problems}.tell(entry.place,
                                                   "expected in a job file, got it among defaults");
      continue;
    }
    draft[row->key] = {&entry.value, entry.place, source};
    if (source == Source::job_file) draft.places.keys[entry.key] = entry.value.place;
    if (row->key == JobKey::environment) draft.environments.push_back(&entry.value);
  }
}

void read_values(JobDraft& draft, std::string_view path) {
  for (const JobKeyRow& row : rows) {
    const Given& given = draft[row.key];
    if (given.value == nullptr) continue;
    const std::size_t before = draft.problems.size();
    const std::string key = path.empty() ? "" : std::string(path) + "." + std::string(row.name);
    row.read({path.empty() ? row.name : std::string_view(key), *given.value, draft.problems},
             draft);
    if (path.empty() && !given.in_file()) retell_at_top(draft.problems, before);
  }
}

}  // namespace sa
