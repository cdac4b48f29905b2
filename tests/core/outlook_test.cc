#include "core/outlook.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using namespace std::chrono_literals;

// Seconds since 2026-11-22 02:00:00 UTC.
Instant at(std::int64_t second) {
  return Instant(std::chrono::seconds(1795312800 + second));
}

std::string text_of(const Verdict& verdict) {
  std::string text(to_string(verdict.health));
  if (!verdict.reason.empty()) text += " (" + verdict.reason + ")";
  if (verdict.since) text += " since " + rfc3339(*verdict.since).substr(11, 8);
  return text + "\n";
}

// The verdict that holds, then one line a change with when it takes over.
std::string text_of(const Outlook& outlook) {
  std::string text = text_of(outlook.verdict);
  for (const auto& change : outlook.changes)
    text += rfc3339(change.at).substr(11, 8) + " " + text_of(change.verdict);
  return text;
}

Run run_of(State state, std::int64_t began) {
  Run run;
  run.unit = "backup.service";
  run.state = state;
  run.at = at(began);
  run.began = at(began);
  if (state != State::running) run.ended = at(began + 10);
  if (state == State::succeeded) run.result = Result::success;
  return run;
}

Run exit_3(std::int64_t began) {
  Run run = run_of(State::failed, began);
  run.result = Result::exit_code;
  run.exit_status = 3;
  return run;
}

Run start_limit(std::int64_t when) {
  Run run;
  run.unit = "backup.service";
  run.state = State::refused;
  run.at = at(when);
  run.result = Result::start_limit_hit;
  run.reason = "started too often, systemd's start limit was hit";
  return run;
}

RecentRuns runs_of(const Run& newest, std::uint32_t failures = 0) {
  RecentRuns runs;
  runs.newest = newest;
  if (newest.ended) runs.last_ended = newest;
  runs.consecutive_failures = failures;
  return runs;
}

// Due at 02:00:00, late after 5 s, overdue after another minute.
Expectation due_at_two() {
  Expectation owed;
  owed.has_timer = true;
  owed.next_due = at(0);
  owed.allowance = 5s;
  return owed;
}

std::string outlook_text(const Expectation& owed, const RecentRuns& runs) {
  return text_of(outlook_of(owed, runs));
}

// ---- waiting, ok, running

TEST(Outlook, OfAUnitThatNeverRanIsWaiting) {
  EXPECT_EQ(outlook_text({}, {}), "waiting (has not run yet)\n");
}

TEST(Outlook, OfAUnitWhoseTimerIsNotActiveSaysSo) {
  Expectation owed;
  owed.has_timer = true;
  owed.idle_timer = "backup.timer";
  EXPECT_EQ(outlook_text(owed, {}), "waiting (backup.timer is not active)\n");
}

TEST(Outlook, OfAUnitThatSucceededIsOkSinceItsEnd) {
  EXPECT_EQ(outlook_text({}, runs_of(run_of(State::succeeded, -100))), "ok since 01:58:30\n");
}

TEST(Outlook, OfASkippedRunIsOkAndSaysWhySkipped) {
  sa::Run skipped;
  skipped.state = State::skipped;
  skipped.at = at(-100);
  skipped.reason = "an unmet condition check (ConditionPathExists=/nope)";
  EXPECT_EQ(outlook_text({}, runs_of(skipped)),
            "ok (skipped: an unmet condition check (ConditionPathExists=/nope)) since 01:58:20\n");
  skipped.reason = "";
  skipped.result = Result::exec_condition;
  EXPECT_EQ(outlook_text({}, runs_of(skipped)), "ok (skipped: exec-condition) since 01:58:20\n");
}

TEST(Outlook, OfAnInterruptedRunIsOkAndSaysWhyInterrupted) {
  sa::Run interrupted = run_of(State::interrupted, -100);
  interrupted.reason = "stopped";
  EXPECT_EQ(outlook_text({}, runs_of(interrupted)), "ok (interrupted: stopped) since 01:58:30\n");
}

TEST(Outlook, OfARunThatGoesOnIsRunningSinceItBegan) {
  EXPECT_EQ(outlook_text({}, runs_of(run_of(State::running, -100))), "running since 01:58:20\n");
}

// ---- late, overdue

TEST(Outlook, IsLateAfterTheAllowanceAndOverdueAfterTheGraceToo) {
  EXPECT_EQ(outlook_text(due_at_two(), {}),
            "waiting (has not run yet)\n"
            "02:00:05 late (no run began, due 2026-11-22 02:00:00 UTC) since 02:00:05\n"
            "02:01:05 overdue (no run began, due 2026-11-22 02:00:00 UTC, grace 1min)"
            " since 02:01:05\n");
}

TEST(Outlook, IsOverdueByTheDeadlineWhereThatComesBeforeTheGraceIsOver) {
  Expectation owed = due_at_two();
  owed.deadline = 30s;
  EXPECT_EQ(outlook_text(owed, runs_of(run_of(State::succeeded, -100))),
            "ok since 01:58:30\n"
            "02:00:05 late (no run began, due 2026-11-22 02:00:00 UTC) since 02:00:05\n"
            "02:00:30 overdue (no success, due 2026-11-22 02:00:00 UTC, deadline 30s)"
            " since 02:00:30\n");
}

TEST(Outlook, KeepsTheGraceWhereTheDeadlineComesAfterIt) {
  Expectation owed = due_at_two();
  owed.deadline = 1h;
  EXPECT_EQ(outlook_text(owed, runs_of(run_of(State::succeeded, -100))),
            "ok since 01:58:30\n"
            "02:00:05 late (no run began, due 2026-11-22 02:00:00 UTC) since 02:00:05\n"
            "02:01:05 overdue (no run began, due 2026-11-22 02:00:00 UTC, grace 1min)"
            " since 02:01:05\n");
}

TEST(Outlook, WithoutAnyGraceIsOverdueAtOnce) {
  Expectation owed = due_at_two();
  owed.grace = 0s;
  EXPECT_EQ(verdict_at(outlook_of(owed, {}), at(5)).health, Health::overdue);
  EXPECT_EQ(verdict_at(outlook_of(owed, {}), at(5) - Duration(1)).health, Health::waiting);
}

TEST(Outlook, OfARunThatGoesOnIsNotLateForTheNextDue) {
  EXPECT_EQ(outlook_text(due_at_two(), runs_of(run_of(State::running, -100))),
            "running since 01:58:20\n");
}

// ---- overrunning, and the deadline of a run that goes on

TEST(Outlook, IsOverrunningOnceItRunsLongerThanMaxRuntime) {
  Expectation owed;
  owed.max_runtime = 90s;
  EXPECT_EQ(outlook_text(owed, runs_of(run_of(State::running, -100))),
            "running since 01:58:20\n"
            "01:59:50 overrunning (runs longer than 1min 30s) since 01:59:50\n");
}

TEST(Outlook, OfARunThatGoesOnIsOverdueAtItsOwnDeadline) {
  Expectation owed = due_at_two();
  owed.max_runtime = 90s;
  owed.deadline = 15min;
  sa::Run run = run_of(State::running, -100);
  run.due = at(-101);
  EXPECT_EQ(outlook_text(owed, runs_of(run)),
            "running since 01:58:20\n"
            "01:59:50 overrunning (runs longer than 1min 30s) since 01:59:50\n"
            "02:13:19 overdue (no success, due 2026-11-22 01:58:19 UTC, deadline 15min)"
            " since 02:13:19\n");
}

TEST(Outlook, OfARunThatNoScheduleWantedHasNoDeadline) {
  Expectation owed;
  owed.deadline = 15min;
  EXPECT_EQ(outlook_text(owed, runs_of(run_of(State::running, -100))), "running since 01:58:20\n");
}

TEST(Outlook, IsNotOverrunningAnyMoreWhereItIsOverdueAlready) {
  Expectation owed;
  owed.max_runtime = 90s;
  owed.deadline = 30s;
  sa::Run run = run_of(State::running, -100);
  run.due = at(-101);
  EXPECT_EQ(outlook_text(owed, runs_of(run)),
            "running since 01:58:20\n"
            "01:58:49 overdue (no success, due 2026-11-22 01:58:19 UTC, deadline 30s)"
            " since 01:58:49\n");
}

// ---- failed, suspect

TEST(Outlook, OfAFailureSaysHowItFailedSinceItsEnd) {
  EXPECT_EQ(outlook_text({}, runs_of(exit_3(-100), 1)), "failed (exit 3) since 01:58:30\n");
}

TEST(Outlook, OfRepeatedFailuresSaysHowOften) {
  sa::Run run = exit_3(-100);
  run.reason = "the process of ExecStartPre= exited with 3";
  EXPECT_EQ(outlook_text({}, runs_of(run, 4)),
            "failed (exit 3: the process of ExecStartPre= exited with 3, 4 times in a row)"
            " since 01:58:30\n");
}

TEST(Outlook, IsSuspectBeforeAlertAfterFailuresAndFailedFromThenOn) {
  Expectation owed;
  owed.alert_after = 3;
  EXPECT_EQ(outlook_text(owed, runs_of(exit_3(-100), 2)),
            "suspect (exit 3, 2 times in a row) since 01:58:30\n");
  EXPECT_EQ(outlook_text(owed, runs_of(exit_3(-100), 3)),
            "failed (exit 3, 3 times in a row) since 01:58:30\n");
}

TEST(Outlook, OfARefusedStartIsFailed) {
  sa::Run refused;
  refused.state = State::refused;
  refused.at = at(-100);
  refused.reason = "a dependency failed";
  EXPECT_EQ(outlook_text({}, runs_of(refused, 1)),
            "failed (refused: a dependency failed) since 01:58:20\n");
}

TEST(Outlook, StaysFailedWhileTheNextRunGoesOn) {
  RecentRuns runs = runs_of(run_of(State::running, -50), 1);
  runs.last_ended = exit_3(-100);
  EXPECT_EQ(outlook_text({}, runs), "failed (exit 3) since 01:58:30\n");
}

TEST(Outlook, StaysFailedAfterASkippedRun) {
  sa::Run skipped;
  skipped.state = State::skipped;
  skipped.at = at(-50);
  RecentRuns runs = runs_of(skipped, 1);
  runs.last_ended = exit_3(-100);
  EXPECT_EQ(outlook_text({}, runs), "failed (exit 3) since 01:58:30\n");
}

TEST(Outlook, OfAFailureThatOnlyTheCountRemembersIsFailedToo) {
  RecentRuns runs = runs_of(run_of(State::running, -50), 1);
  EXPECT_EQ(outlook_text({}, runs), "failed (the run before failed)\n");
  runs.consecutive_failures = 3;
  EXPECT_EQ(outlook_text({}, runs), "failed (3 runs before failed in a row)\n");
}

TEST(Outlook, OfASuccessSoonerThanMinRuntimeIsSuspect) {
  Expectation owed;
  owed.min_runtime = 15s;
  EXPECT_EQ(outlook_text(owed, runs_of(run_of(State::succeeded, -100))),
            "suspect (ended after 10s, sooner than 15s) since 01:58:30\n");
  owed.min_runtime = 10s;
  EXPECT_EQ(outlook_text(owed, runs_of(run_of(State::succeeded, -100))), "ok since 01:58:30\n");
}

TEST(Outlook, OfAnInterruptedRunAsksNoMinRuntime) {
  Expectation owed;
  owed.min_runtime = 15s;
  EXPECT_EQ(outlook_of(owed, runs_of(run_of(State::interrupted, -100))).verdict.health, Health::ok);
}

// ---- broken

TEST(Outlook, OfADeadTimerIsBroken) {
  Expectation owed;
  owed.has_timer = true;
  owed.dead_timer = "backup.timer";
  owed.dead_reason = "Unit backup.service is masked.";
  EXPECT_EQ(outlook_text(owed, runs_of(run_of(State::succeeded, -100))),
            "broken (backup.timer is dead: Unit backup.service is masked.)\n");
}

TEST(Outlook, OfAUnitThatRemainsActiveIsBrokenWhereATimerWaitsForIt) {
  RecentRuns runs = runs_of(run_of(State::succeeded, -100));
  runs.remains_active = true;
  Expectation owed;
  EXPECT_EQ(outlook_text(owed, runs), "ok since 01:58:30\n");
  owed.has_timer = true;
  EXPECT_EQ(outlook_text(owed, runs),
            "broken (remains active after its process ended, so its timer waits for ever)"
            " since 01:58:30\n");
}

TEST(Outlook, OfAStartLimitIsBroken) {
  EXPECT_EQ(outlook_text({}, runs_of(start_limit(-100), 6)),
            "broken (started too often, systemd's start limit was hit) since 01:58:20\n");
}

// ---- the worst that holds

TEST(Outlook, ShowsBrokenBeforeFailed) {
  Expectation owed;
  owed.dead_timer = "backup.timer";
  owed.dead_reason = "resources";
  EXPECT_EQ(outlook_text(owed, runs_of(exit_3(-100), 1)),
            "broken (backup.timer is dead: resources)\n");
}

TEST(Outlook, OfAFailedUnitChangesNeitherToLateNorToOverdue) {
  EXPECT_EQ(outlook_text(due_at_two(), runs_of(exit_3(-100), 1)),
            "failed (exit 3) since 01:58:30\n");
}

TEST(Outlook, OfASuspectUnitChangesToLateAndOverdue) {
  Expectation owed = due_at_two();
  owed.alert_after = 2;
  EXPECT_EQ(outlook_text(owed, runs_of(exit_3(-100), 1)),
            "suspect (exit 3) since 01:58:30\n"
            "02:00:05 late (no run began, due 2026-11-22 02:00:00 UTC) since 02:00:05\n"
            "02:01:05 overdue (no run began, due 2026-11-22 02:00:00 UTC, grace 1min)"
            " since 02:01:05\n");
}

TEST(Outlook, DropsALateThatComesWhenItIsOverdueAlready) {
  Expectation owed = due_at_two();
  owed.deadline = 3s;
  EXPECT_EQ(outlook_text(owed, {}),
            "waiting (has not run yet)\n"
            "02:00:03 overdue (no success, due 2026-11-22 02:00:00 UTC, deadline 3s)"
            " since 02:00:03\n");
}

TEST(Outlook, OfAnInstantThatHasPassedIsJudgedByTheReader) {
  const Outlook outlook = outlook_of(due_at_two(), {});
  EXPECT_EQ(verdict_at(outlook, at(4)).health, Health::waiting);
  EXPECT_EQ(verdict_at(outlook, at(5)).health, Health::late);
  EXPECT_EQ(verdict_at(outlook, at(64)).health, Health::late);
  EXPECT_EQ(verdict_at(outlook, at(65)).health, Health::overdue);
  EXPECT_EQ(verdict_at(outlook, at(86400)).health, Health::overdue);
}

// ---- how a run ended, in few words

TEST(Ending, IsTheExitStatusTheSignalOrTheResult) {
  sa::Run run;
  run.state = State::failed;
  EXPECT_EQ(ending_of(run), "failed");
  run.result = Result::exit_code;
  EXPECT_EQ(ending_of(run), "exit-code");
  run.exit_status = 203;
  EXPECT_EQ(ending_of(run), "exit 203");
  run.exit_status.reset();
  run.exit_signal = 11;
  run.result = Result::signal;
  EXPECT_EQ(ending_of(run), "SEGV");
  run.result = Result::core_dump;
  EXPECT_EQ(ending_of(run), "core-dump (SEGV)");
  run.exit_signal = 15;
  run.result = Result::timeout;
  EXPECT_EQ(ending_of(run), "timeout (TERM)");
  run.exit_signal.reset();
  EXPECT_EQ(ending_of(run), "timeout");
}

// ---- what a unit owes beyond its timer, and what takes it away

TEST(Outlook, SaysWhyNothingServesADueInstant) {
  Expectation owed = due_at_two();
  owed.cause = "backup.timer is stopped since 2026-11-22 01:00:00 UTC";
  EXPECT_EQ(
      outlook_text(owed, {}),
      "waiting (has not run yet)\n"
      "02:00:05 late (no run began, due 2026-11-22 02:00:00 UTC: backup.timer is stopped since"
      " 2026-11-22 01:00:00 UTC) since 02:00:05\n"
      "02:01:05 overdue (no run began, due 2026-11-22 02:00:00 UTC, grace 1min: backup.timer"
      " is stopped since 2026-11-22 01:00:00 UTC) since 02:01:05\n");
}

TEST(Outlook, OfATimerThatCatchesUpAllowsFromWhenItWasStarted) {
  Expectation owed = due_at_two();
  owed.allowed_from = at(600);
  EXPECT_EQ(outlook_text(owed, {}),
            "waiting (has not run yet)\n"
            "02:10:05 late (no run began, due 2026-11-22 02:00:00 UTC) since 02:10:05\n"
            "02:11:05 overdue (no run began, due 2026-11-22 02:00:00 UTC, grace 1min)"
            " since 02:11:05\n");
}

TEST(Outlook, CountsTheDeadlineFromTheFirstDueInstantWithoutASuccess) {
  Expectation owed = due_at_two();
  owed.unsucceeded = at(-3600);
  owed.deadline = 1h;
  owed.alert_after = 3;
  EXPECT_EQ(outlook_text(owed, runs_of(exit_3(-3600), 1)),
            "suspect (exit 3) since 01:00:10\n"
            "02:00:00 overdue (no success, due 2026-11-22 01:00:00 UTC, deadline 1h)"
            " since 02:00:00\n");
}

TEST(Outlook, OfARunThatAbsorbsIsOverrunningThenOverdue) {
  Expectation owed = due_at_two();
  owed.absorbed = at(0);
  EXPECT_EQ(outlook_text(owed, runs_of(run_of(State::running, -100))),
            "running since 01:58:20\n"
            "02:00:05 overrunning (still running when due 2026-11-22 02:00:00 UTC)"
            " since 02:00:05\n"
            "02:01:05 overdue (still running when due 2026-11-22 02:00:00 UTC, grace 1min)"
            " since 02:01:05\n");
}

TEST(Outlook, OfMoreRunsThanDueIsSuspect) {
  RecentRuns runs = runs_of(run_of(State::succeeded, 300));
  runs.newest->due = at(0);
  runs.surplus = true;
  EXPECT_EQ(outlook_text({}, runs),
            "suspect (runs more often than it is due: once more for 2026-11-22 02:00:00 UTC)"
            " since 02:05:10\n");
}

TEST(Outlook, OfAPausedUnitIsPausedWhateverElseHolds) {
  Expectation owed;
  owed.paused = PausedSpan{"alice", at(-50), at(600), "disk", std::nullopt};
  EXPECT_EQ(outlook_text(owed, runs_of(exit_3(-100), 1)),
            "paused (by alice until 2026-11-22 02:10:00 UTC: disk) since 01:59:10\n");
}

TEST(Outlook, OfARetiredUnitNeverChanges) {
  Expectation owed = due_at_two();
  owed.retired = Retirement{"alice", at(-50), "moved"};
  EXPECT_EQ(outlook_text(owed, runs_of(exit_3(-100), 1)),
            "retired (by alice: moved) since 01:59:10\n");
}

TEST(Outlook, OfARetiredUnitThatRunsAgainIsSuspect) {
  Expectation owed;
  owed.retired = Retirement{"alice", at(-500), ""};
  EXPECT_EQ(outlook_text(owed, runs_of(run_of(State::succeeded, -100))),
            "suspect (runs again, though it was retired by alice) since 01:58:20\n");
}

}  // namespace
}  // namespace sa
