#include "unitgen/upstart/shortcomings.h"

#include "unitgen/config/config_listing.h"

#include <iterator>

namespace sa {
namespace {

bool is_root(const Job& job) {
  return job.user.empty() || job.user == "root";
}

bool has_timer(const Job& job) {
  return !job.schedule.calendars.empty() || !job.schedule.every.empty();
}

bool is_number(const std::string& account) {
  return !account.empty() && account.find_first_not_of("0123456789") == std::string::npos;
}

bool is_team_job(const Job& job) {
  return job.team != own_team;
}

struct Row {
  const char* key;
  Severity severity;
  const char* message;
  bool (*is_so)(const Job&);
};

constexpr auto problem = Severity::problem;
constexpr auto warning = Severity::warning;

constexpr Row rows[] = {
    {"user", problem, "expected a name, Upstart takes no number",
     [](const Job& j) { return is_number(j.user); }},
    {"group", problem, "expected a name, Upstart takes no number",
     [](const Job& j) { return is_number(j.group); }},
    {"respawn", problem, "expected a limit, since Upstart respawns at once",
     [](const Job& j) { return is_team_job(j) && j.respawn && !j.respawn->limit; }},
    {"environment-file", problem, "expected none, Upstart reads no such files",
     [](const Job& j) { return !j.environment_files.empty(); }},
    {"requires", problem, "expected nothing, Upstart knows no units of systemd",
     [](const Job& j) { return !j.required.empty(); }},
    {"unit", problem, "expected none, Upstart knows no directives of systemd",
     [](const Job& j) { return !j.unit.empty(); }},
    {"condition", problem,
     "expected it in a job of root, since only root may stop a job of Upstart",
     [](const Job& j) { return j.condition_path && !is_root(j); }},
    {"io-class", problem, "expected it in a job of root, since only root may have it here",
     [](const Job& j) { return j.io_class == IoClass::realtime && !is_root(j); }},
    {"after", warning, "is not carried over, Upstart knows no units of systemd",
     [](const Job& j) { return !j.after.empty(); }},
    {"jitter", warning, "is not carried over, cron has none",
     [](const Job& j) { return has_timer(j) && j.jitter && *j.jitter > Duration(0); }},
    {"catch-up", warning, "is not carried over, cron makes up for nothing",
     [](const Job& j) { return has_timer(j) && j.catch_up; }},
    {"accuracy", warning, "is not carried over, cron begins a second or so after the minute",
     [](const Job& j) { return has_timer(j); }},
    {"cpu-quota", warning, "is not carried over, Upstart has no such limit",
     [](const Job& j) { return j.cpu_quota.has_value(); }},
    {"memory-max", warning, "is not carried over, Upstart has no such limit",
     [](const Job& j) { return j.memory_max.has_value(); }},
    {"tasks-max", warning, "is not carried over, Upstart has no such limit",
     [](const Job& j) { return j.tasks_max.has_value(); }},
    {"fatal-exit-status", warning, "is respawned after, too: Upstart makes no difference",
     [](const Job& j) { return j.respawn && !j.fatal_exit_status.empty(); }},
    {"on-fatal", warning, "is not carried over, what cron starts cannot be paused",
     [](const Job& j) { return j.on_fatal == OnFatal::pause; }},
    {"respawn", warning, "has no delay here, Upstart respawns at once",
     [](const Job& j) { return j.respawn && j.respawn->delay != Respawn().delay; }},
};

// What is from the defaults is no mistake of the file, and its warning is told nowhere.
bool is_told(const Row& row, const JobPlaces& places) {
  return row.severity == problem || places.has(row.key);
}

}  // namespace

std::vector<Problem> shortcomings_of(const Job& job, const JobPlaces& places) {
  std::vector<Problem> found;
  for (const Row& row : rows)
    if (row.is_so(job) && is_told(row, places))
      found.push_back({row.severity, places.of(row.key), row.key, row.message});
  return found;
}

}  // namespace sa
