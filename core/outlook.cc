#include "core/outlook.h"

#include "core/reason.h"
#include "core/time_span.h"

#include <algorithm>
#include <utility>

namespace sa {
namespace {

std::string with(std::string_view words, std::string_view more) {
  return std::string(words).append(more);
}

Instant instant_of(const Run& run) {
  return run.ended.value_or(run.began.value_or(run.at));
}

// Where the run that failed is not known any more, only that it did.
std::string failures_in_words(std::uint32_t failures) {
  return failures == 1 ? "the run before failed"
                       : std::to_string(failures) + " runs before failed in a row";
}

std::string failure_reason(const Run& run, std::uint32_t failures) {
  std::string reason = ending_of(run);
  if (!run.reason.empty()) reason += ": " + run.reason;
  if (failures > 1) reason += ", " + std::to_string(failures) + " times in a row";
  return reason;
}

bool ended_too_soon(const Run& run, const Expectation& expectation) {
  return expectation.min_runtime && run.state == State::succeeded && run.began && run.ended &&
         *run.ended - *run.began < *expectation.min_runtime;
}

std::optional<Verdict> broken_verdict(const Expectation& expectation, const RecentRuns& runs) {
  if (!expectation.refused.empty())
    return Verdict{Health::broken, expectation.refused, std::nullopt};
  if (!expectation.dead_timer.empty())
    return Verdict{Health::broken,
                   with(expectation.dead_timer, reason::is_dead) + expectation.dead_reason,
                   std::nullopt};
  if (runs.remains_active && expectation.has_timer)
    return Verdict{
        Health::broken,
        with(reason::remains_active, " after its process ended, so its timer waits for ever"),
        runs.newest ? runs.newest->ended : std::nullopt};
  if (runs.newest && runs.newest->state == State::refused &&
      runs.newest->result == Result::start_limit_hit)
    return Verdict{Health::broken, runs.newest->reason, runs.newest->at};
  return std::nullopt;
}

std::optional<Verdict> failed_verdict(const Expectation& expectation, const RecentRuns& runs) {
  const bool refused = runs.newest && runs.newest->state == State::refused;
  const auto& run = refused ? runs.newest : runs.last_ended;
  const bool enough = runs.consecutive_failures >= expectation.alert_after;
  const Health health = enough ? Health::failed : Health::suspect;
  if (!run && runs.consecutive_failures > 0)
    return Verdict{health, failures_in_words(runs.consecutive_failures), std::nullopt};
  if (!run || (run->state != State::failed && !refused)) return std::nullopt;
  return Verdict{health, failure_reason(*run, runs.consecutive_failures), instant_of(*run)};
}

std::optional<Verdict> suspect_verdict(const Expectation& expectation, const RecentRuns& runs) {
  if (runs.last_ended && ended_too_soon(*runs.last_ended, expectation))
    return Verdict{Health::suspect,
                   "ended after " + time_span(*runs.last_ended->ended - *runs.last_ended->began) +
                       ", sooner than " + time_span(*expectation.min_runtime),
                   runs.last_ended->ended};
  if (runs.surplus && runs.newest && runs.newest->due)
    return Verdict{Health::suspect,
                   with(reason::runs_more_often, " than it is due: once more for ") +
                       utc_words(*runs.newest->due),
                   instant_of(*runs.newest)};
  return std::nullopt;
}

// Nobody expects it, or not now.
std::optional<Verdict> exempt_verdict(const Expectation& expectation, const RecentRuns& runs) {
  if (const auto& retired = expectation.retired) {
    const bool came_back = runs.newest && runs.newest->began && *runs.newest->began > retired->at;
    if (!came_back) return Verdict{Health::retired, in_words(*retired), retired->at};
    return Verdict{Health::suspect,
                   with(reason::runs_again, ", though it was retired ") + in_words(*retired),
                   runs.newest->began};
  }
  if (!expectation.paused) return std::nullopt;
  return Verdict{Health::paused, in_words(*expectation.paused), expectation.paused->at};
}

// What is well though it did not succeed: why it did not.
std::string without_success(const Run& run) {
  if (run.state != State::skipped && run.state != State::interrupted) return "";
  const std::string_view result = run.result ? to_string(*run.result) : std::string_view();
  const std::string_view why = run.reason.empty() ? result : std::string_view(run.reason);
  return std::string(to_string(run.state)).append(why.empty() ? "" : ": ").append(why);
}

Verdict calm_verdict(const Expectation& expectation, const RecentRuns& runs) {
  if (!runs.newest) {
    std::string reason = "has not run yet";
    if (!expectation.idle_timer.empty())
      reason = with(expectation.idle_timer, reason::is_not_active);
    return {Health::waiting, std::move(reason), std::nullopt};
  }
  const Run& run = *runs.newest;
  if (run.state == State::running) return {Health::running, "", run.began};
  return {Health::ok, without_success(run), instant_of(run)};
}

Verdict verdict_now(const Expectation& expectation, const RecentRuns& runs) {
  for (const auto find : {exempt_verdict, broken_verdict, failed_verdict, suspect_verdict})
    if (auto verdict = find(expectation, runs)) return std::move(*verdict);
  return calm_verdict(expectation, runs);
}

void add(Outlook& outlook, Instant at, Health health, std::string reason) {
  outlook.changes.push_back({at, {health, std::move(reason), at}});
}

void add_deadline_change(Outlook& outlook, const Expectation& expectation,
                         const std::optional<Instant>& due) {
  if (!expectation.deadline || !due) return;
  add(outlook, *due + *expectation.deadline, Health::overdue,
      with(reason::no_success, ", due ") + utc_words(*due) + ", deadline " +
          time_span(*expectation.deadline));
}

void add_due_changes(Outlook& outlook, const Expectation& expectation) {
  add_deadline_change(outlook, expectation,
                      expectation.unsucceeded ? expectation.unsucceeded : expectation.next_due);
  if (!expectation.next_due) return;
  const Instant due = *expectation.next_due;
  const Instant late =
      std::max(due, expectation.allowed_from.value_or(due)) + expectation.allowance;
  const std::string what = "no run began, due " + utc_words(due);
  const std::string cause = expectation.cause.empty() ? "" : ": " + expectation.cause;
  add(outlook, late, Health::late, what + cause);
  add(outlook, late + expectation.grace, Health::overdue,
      what + ", grace " + time_span(expectation.grace) + cause);
}

// The due instant is served all the same where the run ends within the allowance.
void add_absorbing_changes(Outlook& outlook, const Expectation& expectation) {
  if (!expectation.absorbed) return;
  const Instant late = *expectation.absorbed + expectation.allowance;
  const std::string what =
      with(reason::still_running, "when due ") + utc_words(*expectation.absorbed);
  add(outlook, late, Health::overrunning, what);
  add(outlook, late + expectation.grace, Health::overdue,
      what + ", grace " + time_span(expectation.grace));
}

void add_running_changes(Outlook& outlook, const Expectation& expectation, const Run& run) {
  if (expectation.max_runtime && run.began)
    add(outlook, *run.began + *expectation.max_runtime, Health::overrunning,
        "runs longer than " + time_span(*expectation.max_runtime));
  add_absorbing_changes(outlook, expectation);
  add_deadline_change(outlook, expectation,
                      expectation.unsucceeded ? expectation.unsucceeded : run.due);
}

// Of all that holds the worst is shown: a change counts only where it is worse than what stands.
void keep_worsening(Outlook& outlook) {
  std::stable_sort(outlook.changes.begin(), outlook.changes.end(),
                   [](const HealthChange& a, const HealthChange& b) { return a.at < b.at; });
  Health worst = outlook.verdict.health;
  std::erase_if(outlook.changes, [&](const HealthChange& change) {
    if (change.verdict.health >= worst) return true;
    worst = change.verdict.health;
    return false;
  });
}

}  // namespace

std::string ending_of(const Run& run) {
  const std::string result =
      run.result ? std::string(to_string(*run.result)) : std::string(to_string(run.state));
  if (run.result == Result::exit_code && run.exit_status)
    return "exit " + std::to_string(*run.exit_status);
  if (!run.exit_signal) return result;
  const std::string signal = signal_name(*run.exit_signal);
  if (run.result == Result::signal) return signal;
  return result + " (" + signal + ")";
}

Outlook outlook_of(const Expectation& expectation, const RecentRuns& runs) {
  Outlook outlook;
  outlook.verdict = verdict_now(expectation, runs);
  if (expectation.retired) return outlook;
  if (runs.newest && runs.newest->state == State::running) {
    add_running_changes(outlook, expectation, *runs.newest);
  } else {
    add_due_changes(outlook, expectation);
  }
  keep_worsening(outlook);
  return outlook;
}

}  // namespace sa
