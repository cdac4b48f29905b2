#include "watcher/roster.h"

#include "tests/watcher/roster_scene.h"

#include <gtest/gtest.h>

namespace sa::test {
namespace {

using namespace std::chrono_literals;

class RosterTest : public testing::Test, protected RosterScene {};

// ---- rows by health

TEST_F(RosterTest, AUnitThatNeverRanWaitsForItsTimer) {
  roster.set_timer(daily_timer());
  EXPECT_EQ(row(),
            "backup.service: waiting (has not run yet)\n"
            "timers backup.timer\n"
            "schedule OnCalendar=*-*-* 05:00:00 UTC\n"
            "+3660000 late (no run began, due 2026-11-22 05:00:00 UTC)\n"
            "+3720000 overdue (no run began, due 2026-11-22 05:00:00 UTC, grace 1min)\n"
            "due +3600000, expected by +3720000, grace 60000ms\n");
}

TEST_F(RosterTest, TheFactsOfAUnitStandInItsRow) {
  UnitFacts facts;
  facts.has_section = true;
  facts.job = "backup";
  facts.team = "lp";
  facts.tags = {"nightly", "disk"};
  facts.grace = 15min;
  facts.deadline = 1h;
  roster.set_unit(service, facts);
  roster.set_timer(daily_timer());
  EXPECT_EQ(row(),
            "backup.service: waiting (has not run yet)\n"
            "job 'backup' team 'lp' tags nightly disk\n"
            "timers backup.timer\n"
            "schedule OnCalendar=*-*-* 05:00:00 UTC\n"
            "+3660000 late (no run began, due 2026-11-22 05:00:00 UTC)\n"
            "+4560000 overdue (no run began, due 2026-11-22 05:00:00 UTC, grace 15min)\n"
            "due +3600000, expected by +4560000, grace 900000ms, deadline 3600000ms\n");
}

TEST_F(RosterTest, ARunIsRunningThenOk) {
  roster.set_timer(daily_timer());
  take(timer_run(7, -minute, State::running));
  EXPECT_EQ(row(),
            "backup.service: running since -60000\n"
            "timers backup.timer\n"
            "schedule OnCalendar=*-*-* 05:00:00 UTC\n"
            "+3660000 overrunning (still running when due 2026-11-22 05:00:00 UTC)\n"
            "+3720000 overdue (still running when due 2026-11-22 05:00:00 UTC, grace 1min)\n"
            "due +3600000, expected by +3720000, grace 60000ms\n"
            "last #7 running\n");
  take(timer_run(7, -minute, State::succeeded));
  EXPECT_EQ(row(),
            "backup.service: ok since -50000\n"
            "timers backup.timer\n"
            "schedule OnCalendar=*-*-* 05:00:00 UTC\n"
            "+3660000 late (no run began, due 2026-11-22 05:00:00 UTC)\n"
            "+3720000 overdue (no run began, due 2026-11-22 05:00:00 UTC, grace 1min)\n"
            "due +3600000, expected by +3720000, grace 60000ms\n"
            "last #7 succeeded, success -50000\n");
}

TEST_F(RosterTest, EachHealthHasItsFirstLine) {
  UnitFacts facts;
  facts.min_runtime = 15s;
  facts.max_runtime = 2min;
  roster.set_unit(service, facts);
  roster.set_timer(daily_timer());
  const auto verdict = [&] { return first_line(row()); };
  const auto take_own = [&](sa::Run run) {
    run.due = run.at;
    take(run);
  };
  take_own(timer_run(1, -9 * minute, State::succeeded));
  EXPECT_EQ(verdict(), "backup.service: suspect (ended after 10s, sooner than 15s) since -530000");
  take_own(timer_run(2, -8 * minute, State::failed));
  EXPECT_EQ(verdict(), "backup.service: failed (exit 3) since -470000");
  take_own(timer_run(3, -7 * minute, State::refused));
  EXPECT_EQ(verdict(),
            "backup.service: failed (refused: a dependency failed, 2 times in a row)"
            " since -420000");
  sa::Run limited = timer_run(4, -6 * minute, State::refused);
  limited.result = Result::start_limit_hit;
  limited.reason = "started too often, systemd's start limit was hit";
  take_own(limited);
  EXPECT_EQ(verdict(),
            "backup.service: broken (started too often, systemd's start limit was hit)"
            " since -360000");
  take_own(timer_run(5, -5 * minute, State::interrupted));
  EXPECT_EQ(verdict(), "backup.service: ok (interrupted: stopped) since -290000");
  take_own(timer_run(6, -4 * minute, State::skipped));
  EXPECT_EQ(verdict(), "backup.service: ok (skipped: an unmet condition check) since -240000");
  take_own(timer_run(7, -3 * minute, State::running));
  EXPECT_EQ(row(),
            "backup.service: running since -180000\n"
            "timers backup.timer\n"
            "schedule OnCalendar=*-*-* 05:00:00 UTC\n"
            "-60000 overrunning (runs longer than 2min)\n"
            "+3720000 overdue (still running when due 2026-11-22 05:00:00 UTC, grace 1min)\n"
            "due +3600000, expected by +3720000, grace 60000ms\n"
            "last #7 running, 3 failures, success -530000\n");
}

TEST_F(RosterTest, AUnitIsSuspectUntilItFailedAsOftenAsAlertAfterSays) {
  UnitFacts facts;
  facts.alert_after = 2;
  roster.set_unit(service, facts);
  roster.set_timer(daily_timer());
  take(timer_run(1, -9 * minute, State::failed));
  EXPECT_EQ(first_line(row()), "backup.service: suspect (exit 3) since -530000");
  take(timer_run(2, -8 * minute, State::failed));
  EXPECT_EQ(first_line(row()), "backup.service: failed (exit 3, 2 times in a row) since -470000");
}

TEST_F(RosterTest, AUnitThatRemainsActiveIsBroken) {
  roster.set_timer(daily_timer());
  take(timer_run(1, -9 * minute, State::succeeded));
  roster.set_remains_active(service, true);
  EXPECT_EQ(first_line(row()),
            "backup.service: broken (remains active after its process ended, so its timer waits "
            "for ever) since -530000");
  roster.set_remains_active(service, false);
  EXPECT_EQ(first_line(row()), "backup.service: ok since -530000");
}

TEST_F(RosterTest, ADeadTimerIsBrokenWithSystemdsReasonUntilItIsWellAgain) {
  TimerSeen dead = daily_timer();
  dead.active = false;
  dead.failed = true;
  dead.result = "resources";
  dead.next_elapse.reset();
  roster.set_timer(dead);
  EXPECT_EQ(row(),
            "backup.service: broken (backup.timer is dead: resources)\n"
            "timers backup.timer\n"
            "schedule OnCalendar=*-*-* 05:00:00 UTC\n"
            "grace 60000ms\n");
  roster.set_dead(timer, "Unit absent.service not found.");
  EXPECT_EQ(first_line(row()),
            "backup.service: broken (backup.timer is dead: Unit absent.service not found.)");
  roster.set_timer(daily_timer());
  EXPECT_EQ(first_line(row()), "backup.service: waiting (has not run yet)");
  roster.set_timer(dead);
  EXPECT_EQ(first_line(row()), "backup.service: broken (backup.timer is dead: resources)");
}

TEST_F(RosterTest, AnIdleTimerIsNamedAndOwesNothing) {
  TimerSeen idle = daily_timer();
  idle.active = false;
  roster.set_timer(idle);
  EXPECT_EQ(row(),
            "backup.service: waiting (backup.timer is not active)\n"
            "timers backup.timer\n"
            "schedule OnCalendar=*-*-* 05:00:00 UTC\n"
            "grace 60000ms\n");
}

// ---- consecutive failures

TEST_F(RosterTest, FailuresAreCountedUntilASuccess) {
  take(timer_run(1, 1 * minute, State::failed));
  take(timer_run(2, 2 * minute, State::failed));
  take(timer_run(3, 3 * minute, State::refused));
  EXPECT_EQ(roster.record(service)->consecutive_failures, 3u);
  take(timer_run(4, 4 * minute, State::skipped));
  take(timer_run(5, 5 * minute, State::interrupted));
  take(timer_run(6, 6 * minute, State::running));
  EXPECT_EQ(roster.record(service)->consecutive_failures, 3u);
  EXPECT_EQ(roster.record(service)->last_success, std::nullopt);
  take(timer_run(6, 6 * minute, State::succeeded));
  EXPECT_EQ(roster.record(service)->consecutive_failures, 0u);
  EXPECT_EQ(roster.record(service)->last_success, at(6 * minute + 10'000));
}

TEST_F(RosterTest, ARunThatIsToldAgainIsCountedOnce) {
  take(timer_run(1, 1 * minute, State::failed));
  take(timer_run(1, 1 * minute, State::failed));
  EXPECT_EQ(roster.record(service)->consecutive_failures, 1u);
}

TEST_F(RosterTest, AFailureThatTurnsOutInterruptedIsNotCounted) {
  take(timer_run(1, 1 * minute, State::failed));
  take(timer_run(2, 2 * minute, State::failed));
  take(timer_run(2, 2 * minute, State::interrupted));
  take(timer_run(2, 2 * minute, State::interrupted));
  EXPECT_EQ(roster.record(service)->consecutive_failures, 1u);
}

TEST_F(RosterTest, AnOlderRunThatIsToldLateLeavesTheRowAlone) {
  take(timer_run(2, 2 * minute, State::succeeded));
  take(timer_run(1, 1 * minute, State::failed));
  EXPECT_EQ(first_line(row()), "backup.service: ok since +130000");
  EXPECT_EQ(roster.record(service)->consecutive_failures, 0u);
}

// ---- what the log knows

TEST_F(RosterTest, GoesOnWhereTheLogEnded) {
  const UnitRecord record{service, "backup", "lp", {"disk"}, {}, 2, at(-hour)};
  roster.restore(record, timer_run(2, -minute, State::failed));
  roster.set_timer(daily_timer());
  EXPECT_EQ(first_line(row()), "backup.service: failed (exit 3, 2 times in a row) since -50000");
  take(timer_run(2, -minute, State::failed));
  EXPECT_EQ(roster.record(service)->consecutive_failures, 2u);
  take(timer_run(2, -minute, State::interrupted));
  EXPECT_EQ(roster.record(service)->consecutive_failures, 1u);
}

TEST_F(RosterTest, RemembersFailuresOfBeforeTheRunThatGoesOn) {
  const UnitRecord record{service, "", "", {}, {}, 2, std::nullopt};
  roster.restore(record, timer_run(3, -minute, State::running));
  roster.set_timer(daily_timer());
  EXPECT_EQ(first_line(row()), "backup.service: failed (2 runs before failed in a row)");
  take(timer_run(3, -minute, State::failed));
  EXPECT_EQ(first_line(row()), "backup.service: failed (exit 3, 3 times in a row) since -50000");
}

TEST_F(RosterTest, TheNewestUsedTriggerOfEachTimerIsRemembered) {
  roster.set_used_trigger(service, timer, at(2000));
  roster.set_used_trigger(service, timer, at(1000));
  roster.set_used_trigger(service, "other.timer", at(1000));
  const std::vector<TimerRecord> expected = {{timer, at(2000)}, {"other.timer", at(1000)}};
  EXPECT_EQ(roster.record(service)->timers, expected);
}

}  // namespace
}  // namespace sa::test
