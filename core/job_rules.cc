#include "core/job_rules.h"

#include "core/job_keys.h"
#include "core/time_span.h"

#include <algorithm>
#include <cstdio>
#include <initializer_list>

namespace sa {
namespace {

// The first of the keys that the job file itself has.
const JobKey* first_in_file(const JobDraft& draft, std::initializer_list<JobKey> keys) {
  const auto* const found =
      std::ranges::find_if(keys, [&](JobKey key) { return draft[key].in_file(); });
  return found == keys.end() ? nullptr : found;
}

// A problem at the first of the keys that the file has; where all are defaults, at its beginning.
void tell(JobDraft& draft, std::initializer_list<JobKey> keys, std::string message) {
  const JobKey* key = first_in_file(draft, keys);
  draft.problems.push_back({Severity::problem, key != nullptr ? draft[*key].value->place : Place{},
                            std::string(name_of(key != nullptr ? *key : *keys.begin())),
                            std::move(message)});
}

// The same as a warning; of defaults there is none.
void warn(JobDraft& draft, std::initializer_list<JobKey> keys, std::string message) {
  if (const JobKey* key = first_in_file(draft, keys))
    draft.problems.push_back({Severity::warning, draft[*key].value->place,
                              std::string(name_of(*key)), std::move(message)});
}

void judge_command(JobDraft& draft) {
  const bool command = draft[JobKey::command].value != nullptr;
  const bool script = draft[JobKey::script].value != nullptr;
  if (command && script) tell(draft, {JobKey::script}, "expected 'command' or 'script', got both");
  if (!command && !script)
    draft.problems.push_back(
        {Severity::problem, {}, "command", "expected 'command' or 'script', got neither"});
}

void judge_daemon(JobDraft& draft) {
  Job& job = draft.job;
  if (!job.daemon) {
    if (!job.respawn || job.respawn->on != RespawnOn::always) return;
    if (draft[JobKey::respawn].in_file())
      tell(draft, {JobKey::respawn}, "expected 'on: always' with 'at-boot: true' only");
    job.respawn->on = RespawnOn::failure;
    return;
  }
  if (draft[JobKey::schedule].value != nullptr)
    tell(draft, {JobKey::schedule}, "expected no schedule with 'at-boot: true', got one");
}

void warn_of_timer_keys(JobDraft& draft) {
  const Schedule& schedule = draft.job.schedule;
  const bool timer = !schedule.calendars.empty() || !schedule.every.empty();
  const bool scheduled = draft[JobKey::schedule].value != nullptr;
  if (draft.job.catch_up && schedule.calendars.empty())
    warn(draft, {JobKey::catch_up}, "makes no difference without a schedule of fixed times");
  if (timer || (scheduled && schedule.empty())) return;
  for (const JobKey key :
       {JobKey::timezone, JobKey::accuracy, JobKey::jitter, JobKey::grace, JobKey::deadline})
    warn(draft, {key}, "makes no difference without a schedule");
  if (std::ranges::find(draft.job.unit, "Timer", &UnitDirective::section) != draft.job.unit.end())
    warn(draft, {JobKey::unit}, "'Timer' makes no difference without a schedule");
}

Place place_of_respawn(const JobDraft& draft, std::string_view key) {
  const YamlNode& value = *draft[JobKey::respawn].value;
  const auto* entry = entry_of(value, key);
  return entry != nullptr ? entry->value.place : value.place;
}

void warn_of_respawn(JobDraft& draft, std::string_view key, std::string message) {
  if (!draft[JobKey::respawn].in_file()) return;
  draft.problems.push_back({Severity::warning, place_of_respawn(draft, key),
                            std::string("respawn.").append(key), std::move(message)});
}

// systemd counts every start, those of the timer too, and refuses what is too much.
void judge_interval(JobDraft& draft, Instant now) {
  const Respawn& respawn = *draft.job.respawn;
  const auto gap = shortest_gap(draft.job.schedule, draft.zones, now);
  if (!gap || *gap > respawn.interval) return;
  warn_of_respawn(draft, "interval",
                  "holds more than one due run: after " + std::to_string(*respawn.limit) +
                      " respawns within " + time_span(respawn.interval) +
                      " the runs due until it has passed are refused (due every " +
                      time_span(*gap) + ")");
}

void judge_respawn(JobDraft& draft, Instant now) {
  if (!draft.job.respawn || !draft.job.respawn->limit) return;
  const Respawn& respawn = *draft.job.respawn;
  if (respawn.delay > Duration(0) &&
      respawn.interval / respawn.delay < static_cast<std::int64_t>(*respawn.limit))
    warn_of_respawn(draft, "limit",
                    "is never reached: " + std::to_string(*respawn.limit) +
                        " respawns with a delay of " + time_span(respawn.delay) +
                        " take longer than the interval of " + time_span(respawn.interval));
  if (!draft.job.schedule.empty()) judge_interval(draft, now);
}

void judge_exit_statuses(JobDraft& draft) {
  const Job& job = draft.job;
  if (job.on_fatal != OnFatal::nothing && job.fatal_exit_status.empty())
    warn(draft, {JobKey::on_fatal}, "makes no difference without fatal-exit-status");
  for (const std::string& status : job.fatal_exit_status)
    if (status == "0" ||
        std::ranges::find(job.success_exit_status, status) != job.success_exit_status.end())
      warn(draft, {JobKey::fatal_exit_status, JobKey::success_exit_status},
           "'" + status + "' is a success too");
}

std::string date_text(const std::chrono::year_month_day& date) {
  char text[24];
  const int size =
      std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return {text, static_cast<std::size_t>(size)};
}

void note_clock_changes_of(const YamlNode& item, JobDraft& draft, Instant now) {
  constexpr auto two_years = std::chrono::days(731);
  std::string_view text = item.text;
  if (item.block && text.ends_with('\n')) text.remove_suffix(1);
  for (const auto& [date, message] :
       clock_changes(text, draft.zone, draft.zones, now, now + two_years))
    draft.problems.push_back(
        {Severity::note, item.place, "schedule", "on " + date_text(date) + " " + message});
}

}  // namespace

void judge_durations(JobDraft& draft) {
  const Job& job = draft.job;
  if (job.min_runtime && job.max_runtime && *job.min_runtime > *job.max_runtime)
    tell(draft, {JobKey::max_runtime, JobKey::min_runtime},
         "expected max-runtime above min-runtime, got " + time_span(*job.max_runtime) + " and " +
             time_span(*job.min_runtime));
  if (job.min_runtime && job.timeout && *job.min_runtime > *job.timeout)
    tell(draft, {JobKey::timeout, JobKey::min_runtime},
         "expected a timeout above min-runtime, got " + time_span(*job.timeout) + " and " +
             time_span(*job.min_runtime));
  if (job.grace && job.deadline && *job.deadline < *job.grace)
    warn(draft, {JobKey::deadline, JobKey::grace},
         "a run may begin " + time_span(*job.grace) + " after it is due, but must have succeeded " +
             time_span(*job.deadline) + " after it");
}

void judge_together(JobDraft& draft, Instant now) {
  judge_command(draft);
  judge_daemon(draft);
  if (!has_problem(draft.problems)) warn_of_timer_keys(draft);
  judge_durations(draft);
  judge_respawn(draft, now);
  judge_exit_statuses(draft);
}

void note_clock_changes(JobDraft& draft, Instant now) {
  const YamlNode* value = draft[JobKey::schedule].value;
  if (value == nullptr) return;
  if (value->kind == YamlNode::Kind::scalar) return note_clock_changes_of(*value, draft, now);
  for (const YamlNode& item : value->items) note_clock_changes_of(item, draft, now);
}

}  // namespace sa
