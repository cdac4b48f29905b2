#include "watcher/ledger.h"

#include "tests/watcher/roster_scene.h"

#include <gtest/gtest.h>

namespace sa::test {
namespace {

using namespace std::chrono_literals;

// Due at each full hour; at(0) is 04:00 UTC, when the timer was started.
class LedgerTest : public testing::Test, protected RosterScene {
 protected:
  LedgerTest() { roster.set_timer(seen); }

  static TimerSeen hourly_timer() {
    TimerSeen timer = daily_timer();
    timer.schedule = {"OnCalendar=*-*-* *:00:00 UTC"};
    timer.active_since = at(0);
    timer.heard = at(0);
    timer.next_elapse = at(hour);
    return timer;
  }

  // A run that the timer began at `began`, for the newest due instant then.
  void ran(std::uint8_t identity, std::int64_t began, std::int64_t ended) {
    auto run = timer_run(identity, began, State::succeeded);
    run.ended = at(ended);
    fired(began);
    take(run);
  }
  void began(std::uint8_t identity, std::int64_t when) {
    fired(when);
    take(timer_run(identity, when, State::running));
  }
  static std::int64_t next_hour(std::int64_t when) {
    return when + hour - ((when % hour) + hour) % hour;
  }
  void fired(std::int64_t when) {
    seen.last_trigger = at(when);
    seen.next_elapse = at(next_hour(when));
    roster.change_timer({timer, seen.last_trigger, seen.next_elapse, "success", at(when)});
  }
  void stop(std::int64_t when) {
    seen.active = false;
    seen.heard = at(when);
    seen.next_elapse.reset();
    roster.set_timer(seen);
  }
  void start(std::int64_t when) {
    seen.active = true;
    seen.heard = at(when);
    seen.active_since = at(when);
    if (!seen.persistent) seen.last_trigger.reset();
    seen.next_elapse = at(seen.persistent ? when : next_hour(when));
    roster.set_timer(seen);
  }

  // What gets its verdict at `now`, one line each, and up to where all have theirs.
  std::string account(std::int64_t now) {
    std::string text;
    for (const auto& booked : roster.account(at(now), true)) text += text_of_step(booked.step);
    const auto up_to = roster.record(service)->accounted_up_to;
    return text + "up to " + text_of(*up_to, frame) + "\n";
  }
  std::string text_of_step(const UnitLedger::Step& step) const {
    std::string text;
    for (const auto& missed : step.missed)
      text += "missed " + text_of(missed.due, frame) + ": " + missed.reason + "\n";
    for (const auto& range : step.ranges)
      text += std::string(to_string(range.verdict)) + " " + text_of(range.first, frame) + ".." +
              text_of(range.last, frame) + " x" + std::to_string(range.count) + ": " +
              range.reason + "\n";
    return text;
  }
  std::string health(std::int64_t now) {
    const auto row = roster.row(service, at(now));
    const Verdict& verdict = verdict_at(row->outlook, at(now));
    std::string text(to_string(verdict.health));
    return verdict.reason.empty() ? text : text + " (" + verdict.reason + ")";
  }

  TimerSeen seen = hourly_timer();
};

// ---- served

TEST_F(LedgerTest, ADueInstantWithItsRunIsServedByIt) {
  ran(1, hour + 200, hour + 1000);
  EXPECT_EQ(account(hour + 2000), "up to +3600000\n");
  EXPECT_EQ(health(hour + 2000), "ok");
}

TEST_F(LedgerTest, ADueInstantBeforeTheTimerWasSeenIsNotOwed) {
  EXPECT_EQ(account(hour - 1), "up to +0\n");
}

TEST_F(LedgerTest, ARunThatBeganAfterTheAllowanceIsLate) {
  auto run = timer_run(1, hour + 60'000, State::succeeded);
  EXPECT_EQ(take(run).late, std::nullopt);
  run = timer_run(2, 2 * hour + 60'001, State::succeeded);
  EXPECT_EQ(take(run).late, Duration(60'001'000));
  EXPECT_EQ(account(2 * hour + minute), "up to +7200000\n");
}

TEST_F(LedgerTest, ASkippedOrRefusedStartServesItsDueInstant) {
  take(timer_run(1, hour + 100, State::skipped));
  take(timer_run(2, 2 * hour + 100, State::refused));
  EXPECT_EQ(account(2 * hour + minute), "up to +7200000\n");
}

TEST_F(LedgerTest, ARunByHandDoesNotServeADueInstantButEndsTheAlarm) {
  stop(minute);
  EXPECT_EQ(health(hour + 3 * minute),
            "overdue (no run began, due 2026-11-22 05:00:00 UTC, grace 1min: backup.timer is "
            "stopped since 2026-11-22 04:01:00 UTC)");
  auto manual = timer_run(1, hour + 4 * minute, State::succeeded);
  manual.trigger = {TriggerType::manual, "", std::nullopt, false};
  take(manual);
  EXPECT_EQ(account(hour + 5 * minute),
            "missed +3600000: backup.timer is stopped since 2026-11-22 04:01:00 UTC\n"
            "up to +3600000\n");
  EXPECT_EQ(health(hour + 5 * minute), "ok");
}

// ---- open, and late past the next due

TEST_F(LedgerTest, ADueInstantIsOpenAsLongAsItsRunCanCome) {
  EXPECT_EQ(account(2 * hour + 2 * minute), "up to +0\n");
  EXPECT_EQ(account(2 * hour + 2 * minute + 1),
            "missed +3600000: not started, and it is not known why\n"
            "up to +3600000\n");
  EXPECT_EQ(health(2 * hour), "overdue (no run began, due 2026-11-22 05:00:00 UTC, grace 1min)");
}

TEST_F(LedgerTest, AFiringWhoseServiceWaitsInTheQueueIsOpenForItsGrace) {
  fired(hour + 100);
  EXPECT_EQ(account(hour + 2 * minute), "up to +0\n");
  EXPECT_EQ(account(hour + 2 * minute + 100),
            "missed +3600000: not started, and it is not known why\n"
            "up to +3600000\n");
}

// ---- absorbed

TEST_F(LedgerTest, DueInstantsWithinARunAreOneRange) {
  began(1, hour + 200);
  EXPECT_EQ(account(2 * hour), "up to +3600000\n");
  EXPECT_EQ(account(3 * hour),
            "absorbed +7200000..+7200000 x1: the run before was still going\nup to +7200000\n");
  EXPECT_EQ(account(5 * hour),
            "absorbed +7200000..+14400000 x3: the run before was still going\nup to +14400000\n");
}

TEST_F(LedgerTest, TheLastDueInstantWithinARunIsServedByTheRunThatFollowsAtOnce) {
  began(1, hour + 200);
  account(3 * hour + minute);
  ran(1, hour + 200, 3 * hour + 2 * minute);
  EXPECT_EQ(account(3 * hour + 2 * minute), "up to +7200000\n");
  seen.last_trigger = at(3 * hour + 2 * minute);
  auto next = timer_run(2, 3 * hour + 2 * minute + 20, State::running);
  EXPECT_EQ(due_of(take(next)), "+10800000");
  EXPECT_EQ(account(3 * hour + 3 * minute), "up to +10800000\n");
}

TEST_F(LedgerTest, TheLastDueInstantWithinARunIsAbsorbedWhereNoneFollows) {
  began(1, hour + 200);
  account(2 * hour);
  ran(1, hour + 200, 2 * hour + minute);
  EXPECT_EQ(account(2 * hour + 3 * minute), "up to +3600000\n");
  EXPECT_EQ(account(2 * hour + 3 * minute + 1),
            "absorbed +7200000..+7200000 x1: the run before was still going\nup to +7200000\n");
}

TEST_F(LedgerTest, WhatIsDueWhileAFiringWaitsToBecomeARunIsAbsorbed) {
  fired(hour + 100);
  auto run = timer_run(1, hour + 100, State::running);
  run.began = run.at = at(2 * hour + 5 * minute);  // PID 1 was busy
  take(run);
  EXPECT_EQ(health(2 * hour + 6 * minute),
            "overdue (still running when due 2026-11-22 06:00:00 UTC, grace 1min)");
  run.state = State::succeeded;
  run.ended = at(3 * hour + 6 * minute);
  take(run);
  ran(2, 3 * hour + 6 * minute + 20, 3 * hour + 7 * minute);
  EXPECT_EQ(account(3 * hour + 8 * minute),
            "absorbed +7200000..+7200000 x1: the run before was still going\nup to +10800000\n");
}

TEST_F(LedgerTest, ATimerThatFiresDuringTheRunOfAnotherIsAbsorbedOnceTheRunHasEnded) {
  auto run = timer_run(1, 30 * minute, State::running);
  run.trigger.unit = "other.timer";
  take(run);
  fired(hour + 100);
  run.state = State::succeeded;
  run.ended = at(hour + 10 * minute);
  take(run);
  EXPECT_EQ(account(hour + 10 * minute + 1),
            "absorbed +3600000..+3600000 x1: the run before was still going\nup to +3600000\n");
  EXPECT_EQ(health(hour + 10 * minute + 1), "ok");
}

TEST_F(LedgerTest, ARunThatAbsorbsIsOverrunningThenOverdue) {
  began(1, hour + 200);
  EXPECT_EQ(health(2 * hour + 59'999), "running");
  EXPECT_EQ(health(2 * hour + 60'000),
            "overrunning (still running when due 2026-11-22 06:00:00 UTC)");
  EXPECT_EQ(health(2 * hour + 120'000),
            "overdue (still running when due 2026-11-22 06:00:00 UTC, grace 1min)");
}

TEST_F(LedgerTest, OneRunForSeveralDueInstantsWithinTheAllowanceAbsorbsThem) {
  seen.schedule = {"OnCalendar=*-*-* *:*:00/20 UTC"};
  roster.set_timer(seen);
  ran(1, 60'500, 60'600);
  EXPECT_EQ(account(61'000),
            "absorbed +20000..+40000 x2: one run for several due instants within the timer's "
            "allowance\nup to +60000\n");
}

// ---- missed

TEST_F(LedgerTest, AStoppedTimerMissesEachDueInstantAndSaysSinceWhen) {
  stop(minute);
  EXPECT_EQ(account(hour + 9'999), "up to +0\n");
  EXPECT_EQ(account(hour + 10'000),
            "missed +3600000: backup.timer is stopped since 2026-11-22 04:01:00 UTC\n"
            "up to +3600000\n");
  EXPECT_EQ(account(3 * hour + minute),
            "missed +7200000: backup.timer is stopped since 2026-11-22 04:01:00 UTC\n"
            "missed +10800000: backup.timer is stopped since 2026-11-22 04:01:00 UTC\n"
            "up to +10800000\n");
  EXPECT_EQ(health(30 * hour),
            "overdue (no run began, due 2026-11-22 05:00:00 UTC, grace 1min: backup.timer is "
            "stopped since 2026-11-22 04:01:00 UTC)");
}

TEST_F(LedgerTest, ARespawnOfAnEarlierRunServesNoDueInstant) {
  stop(hour - minute);
  auto respawn = timer_run(1, hour + 5'000, State::succeeded);
  respawn.trigger.time = at(hour - 2 * minute);
  respawn.attempt = 2;
  take(respawn);
  EXPECT_EQ(account(hour + minute),
            "missed +3600000: backup.timer is stopped since 2026-11-22 04:59:00 UTC\n"
            "up to +3600000\n");
}

TEST_F(LedgerTest, ADueInstantWhoseRunTurnsOutToBeAnEarlierOnesHasAVerdictToo) {
  ran(1, hour + 200, 3 * hour - 2000);
  auto run = timer_run(2, 3 * hour + 300, State::succeeded);
  run.trigger.inferred = true;
  run.due = at(3 * hour);
  run.ended = at(3 * hour + minute);
  take(run);
  EXPECT_EQ(account(3 * hour + 10'000),
            "absorbed +7200000..+7200000 x1: the run before was still going\nup to +10800000\n");
  fired(3 * hour - 1000);
  run.trigger = {TriggerType::timer, timer, at(3 * hour - 1000), false};
  run.due.reset();
  EXPECT_EQ(due_of(take(run)), "+7200000");
  EXPECT_EQ(account(3 * hour + 3 * minute + 1),
            "absorbed +10800000..+10800000 x1: the run before was still going\nup to +10800000\n");
}

TEST_F(LedgerTest, ATimerThatFiresBetweenTwoAttemptsIsAbsorbed) {
  auto attempt = timer_run(1, hour - minute, State::failed);
  attempt.ended = at(hour - 30'000);
  take(attempt);
  attempt.identity = id(2);
  attempt.attempt = 2;
  attempt.at = *(attempt.began = at(hour + 30'000));
  attempt.ended = at(hour + minute);
  take(attempt);
  fired(hour + 100);
  EXPECT_EQ(account(hour + minute + 1000),
            "absorbed +3600000..+3600000 x1: the run before was still going\nup to +3600000\n");
}

TEST_F(LedgerTest, ATimerThatWasStoppedWithinItsAllowanceIsWhyADueInstantWasMissed) {
  stop(hour + 59'999);
  EXPECT_EQ(account(hour + 2 * minute),
            "missed +3600000: backup.timer is stopped since 2026-11-22 05:00:59 UTC\n"
            "up to +3600000\n");
}

TEST_F(LedgerTest, ATimerThatWasStoppedLaterIsNotWhyADueInstantBeforeWasMissed) {
  stop(hour + minute);
  EXPECT_EQ(account(hour + 2 * minute),
            "missed +3600000: not started, and it is not known why\n"
            "up to +3600000\n");
}

TEST_F(LedgerTest, ATimerThatIsGoneMissesToo) {
  TimerSeen gone;
  gone.timer = timer;
  gone.heard = at(minute);
  roster.set_timer(gone);
  EXPECT_EQ(account(hour + minute),
            "missed +3600000: backup.timer is gone since 2026-11-22 04:01:00 UTC\n"
            "up to +3600000\n");
}

TEST_F(LedgerTest, ADeadTimerMissesAndSaysWhy) {
  seen.failed = true;
  seen.result = "resources";
  stop(minute);
  roster.set_dead(timer, "Unit absent.service not found.");
  EXPECT_EQ(account(hour + minute),
            "missed +3600000: backup.timer is dead: Unit absent.service not found.\n"
            "up to +3600000\n");
}

TEST_F(LedgerTest, ATransientTimerThatIsGoneExpectsNothing) {
  seen.is_transient = true;
  roster.set_timer(seen);
  TimerSeen gone;
  gone.timer = timer;
  roster.set_timer(gone);
  EXPECT_EQ(account(100 * hour), "up to +0\n");
}

TEST_F(LedgerTest, ATransientTimerWithOurSectionIsExpectedForEver) {
  UnitFacts facts;
  facts.has_section = true;
  roster.set_unit(service, facts);
  seen.is_transient = true;
  roster.set_timer(seen);
  TimerSeen gone;
  gone.timer = timer;
  gone.heard = at(minute);
  roster.set_timer(gone);
  EXPECT_EQ(account(hour + minute),
            "missed +3600000: backup.timer is gone since 2026-11-22 04:01:00 UTC\n"
            "up to +3600000\n");
}

TEST_F(LedgerTest, AfterFiftyMissedInARowTheRestIsOneRange) {
  stop(minute);
  account(50 * hour + minute);
  EXPECT_EQ(account(53 * hour + minute),
            "missed +183600000..+190800000 x3: backup.timer is stopped since 2026-11-22 04:01:00 "
            "UTC\nup to +190800000\n");
  EXPECT_EQ(account(54 * hour + minute),
            "missed +183600000..+194400000 x4: backup.timer is stopped since 2026-11-22 04:01:00 "
            "UTC\nup to +194400000\n");
}

TEST_F(LedgerTest, AMonotonicTimerThatWasStoppedMissesWhatItWaitedForOnce) {
  RosterScene scene;
  TimerSeen every = monotonic_timer();
  scene.roster.set_timer(every);
  EXPECT_EQ(scene.roster.account(at(10 * hour), true).size(), 0u);
  every.active = false;
  every.next_elapse.reset();
  every.heard = at(minute);
  scene.roster.set_timer(every);
  const auto booked = scene.roster.account(at(10 * hour), true);
  ASSERT_EQ(booked.size(), 1u);
  EXPECT_EQ(text_of_step(booked[0].step),
            "missed +1800000: every.timer is stopped since 2026-11-22 04:01:00 UTC\n");
  EXPECT_EQ(scene.roster.account(at(100 * hour), true).size(), 0u);
}

// ---- the host was off, asleep, or its clock was set

TEST_F(LedgerTest, WhatWasDueWhileTheHostWasOffIsMissed) {
  ran(1, hour + 200, hour + 300);
  roster.add_absence({Absence::Kind::off, at(hour + minute), at(5 * hour - minute)});
  start(5 * hour - 30'000);
  EXPECT_EQ(account(5 * hour - 20'000),
            "missed +7200000: the host was off from 2026-11-22 05:01:00 UTC to 2026-11-22 "
            "08:59:00 UTC\n"
            "missed +10800000: the host was off from 2026-11-22 05:01:00 UTC to 2026-11-22 "
            "08:59:00 UTC\n"
            "missed +14400000: the host was off from 2026-11-22 05:01:00 UTC to 2026-11-22 "
            "08:59:00 UTC\n"
            "up to +14400000\n");
  EXPECT_EQ(health(5 * hour - 20'000),
            "overdue (no run began, due 2026-11-22 06:00:00 UTC, grace 1min: the host was off "
            "from 2026-11-22 05:01:00 UTC to 2026-11-22 08:59:00 UTC)");
  ran(2, 5 * hour + 200, 5 * hour + 300);
  EXPECT_EQ(health(5 * hour + 400), "ok");
}

TEST_F(LedgerTest, OfWhatWasDueWhileTheHostWasOffThePersistentTimerCatchesUpTheLast) {
  seen.persistent = true;
  ran(1, hour + 200, hour + 300);
  account(hour + minute);
  roster.add_absence({Absence::Kind::off, at(hour + minute), at(4 * hour + 10 * minute)});
  start(4 * hour + 11 * minute);
  EXPECT_EQ(health(4 * hour + 11 * minute), "ok");
  auto run = timer_run(2, 4 * hour + 11 * minute + 500, State::running);
  EXPECT_EQ(take(run).late, Duration((11 * minute + 500) * 1000));
  EXPECT_EQ(account(4 * hour + 12 * minute),
            "missed +7200000: the host was off from 2026-11-22 05:01:00 UTC to 2026-11-22 "
            "08:10:00 UTC\n"
            "missed +10800000: the host was off from 2026-11-22 05:01:00 UTC to 2026-11-22 "
            "08:10:00 UTC\n"
            "up to +14400000\n");
}

TEST_F(LedgerTest, WhatWasDueWhileTheHostSleptIsMissedButForTheLast) {
  roster.add_absence({Absence::Kind::asleep, at(minute), at(3 * hour + minute)});
  ran(1, 3 * hour + minute + 100, 3 * hour + minute + 200);
  EXPECT_EQ(account(3 * hour + 2 * minute),
            "missed +3600000: the host was asleep from 2026-11-22 04:01:00 UTC to 2026-11-22 "
            "07:01:00 UTC\n"
            "missed +7200000: the host was asleep from 2026-11-22 04:01:00 UTC to 2026-11-22 "
            "07:01:00 UTC\n"
            "up to +10800000\n");
}

TEST_F(LedgerTest, AClockThatIsPutForwardADayMissesWhatItStepsOver) {
  roster.add_absence({Absence::Kind::clock_step, at(minute), at(24 * hour + minute)});
  ran(1, 24 * hour + minute + 100, 24 * hour + minute + 200);
  const std::string text = account(24 * hour + 2 * minute);
  EXPECT_EQ(text.substr(0, text.find('\n')),
            "missed +3600000: the clock was put forward from 2026-11-22 04:01:00 UTC to "
            "2026-11-23 04:01:00 UTC");
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 24);
  EXPECT_EQ(first_line(text.substr(text.rfind("up to"))), "up to +86400000");
}

TEST_F(LedgerTest, AClockThatIsPutBackADayGivesNoDueInstantASecondVerdict) {
  stop(minute);
  account(2 * hour + minute);
  start(2 * hour + minute - 24 * hour);
  EXPECT_EQ(account(2 * hour + minute - 24 * hour), "up to +7200000\n");
  EXPECT_EQ(health(2 * hour + minute - 24 * hour), "waiting (has not run yet)");
  EXPECT_EQ(health(-21 * hour + 3 * minute),
            "overdue (no run began, due 2026-11-21 07:00:00 UTC, grace 1min)");
  ran(1, 3 * hour + 100, 3 * hour + 200);
  EXPECT_EQ(account(3 * hour + 300), "up to +10800000\n");
}

TEST_F(LedgerTest, AClockThatWasYearsAheadIsNotBelievedAnHourAfterwards) {
  stop(minute);
  account(100 * hour);
  roster.look_again();
  EXPECT_EQ(account(10 * hour), "up to +356400000\n");
  EXPECT_EQ(account(11 * hour - 1), "up to +356400000\n");
  EXPECT_EQ(account(11 * hour), "up to +39600000\n");
  EXPECT_EQ(
      account(12 * hour + minute),
      "missed +43200000..+43200000 x1: backup.timer is stopped since 2026-11-22 04:01:00 UTC\n"
      "up to +43200000\n");
}

// A host without a clock of its own boots in the past until somebody tells it the time.
TEST_F(LedgerTest, AClockThatIsWrongForMinutesAfterABootMissesNothingInBetween) {
  ran(1, hour + 200, hour + 300);
  account(hour + minute);
  const std::int64_t month = 30 * 24 * hour;
  roster.look_again();
  EXPECT_EQ(account(hour - month), "up to +3600000\n");
  EXPECT_EQ(health(hour - month + 10 * minute), "ok");
  roster.add_absence({Absence::Kind::clock_step, at(hour - month + 10 * minute), at(90 * minute)});
  roster.look_again();
  EXPECT_EQ(account(90 * minute), "up to +3600000\n");
  ran(2, 2 * hour + 200, 2 * hour + 300);
  EXPECT_EQ(account(2 * hour + minute), "up to +7200000\n");
  EXPECT_EQ(health(2 * hour + minute), "ok");
}

TEST_F(LedgerTest, AFailureAfterTheClockWasPutBackIsTheNewestRun) {
  ran(1, 3 * hour + 200, 3 * hour + 300);
  roster.put_back(at(hour + minute));
  auto failed = timer_run(2, 2 * hour + 100, State::failed);
  failed.result = Result::exit_code;
  failed.exit_status = 3;
  take(failed);
  EXPECT_EQ(health(2 * hour + minute), "failed (exit 3)");
}

TEST_F(LedgerTest, ARunThatGoesOnWhileTheClockIsPutBackIsNotNewerThanTheNextOne) {
  auto run = timer_run(1, 3 * hour + 200, State::running);
  take(run);
  roster.put_back(at(hour + minute));
  run.state = State::succeeded;
  run.ended = at(hour + 2 * minute);
  take(run);
  auto failed = timer_run(2, 2 * hour + 100, State::failed);
  take(failed);
  EXPECT_EQ(health(2 * hour + minute), "failed (exit 3)");
}

TEST(LedgerInBerlin, ExpectsNothingInTheHourThatSystemdRestsIn) {
  TimeZones zones("Europe/Berlin");
  Roster roster(zones);
  TimerSeen seen = daily_timer();
  seen.schedule = {"OnCalendar=*-*-* *:00/20:00"};
  seen.active_since = seen.heard = *parse_rfc3339("2026-10-24T23:50:00Z");
  roster.set_timer(seen);
  seen.heard = *parse_rfc3339("2026-10-24T23:51:00Z");
  seen.active = false;
  roster.set_timer(seen);
  std::string dues;
  for (const auto& booked : roster.account(*parse_rfc3339("2026-10-25T02:10:00Z"), true))
    for (const auto& missed : booked.step.missed) dues += rfc3339(missed.due).substr(11, 6);
  EXPECT_EQ(dues, "00:00:00:20:00:40:02:00:");
}

TEST_F(LedgerTest, WhatAServiceKeepsFromRunningThatRemainsActiveIsMissedForThat) {
  began(1, hour + 100);
  auto run = timer_run(1, hour + 100, State::succeeded);
  run.ended = at(hour + 200);
  take(run);
  seen.next_elapse.reset();
  roster.set_timer(seen);
  roster.set_remains_active(service, true);
  EXPECT_EQ(account(3 * hour + 3 * minute),
            "missed +7200000: its service remains active after its process ended\n"
            "up to +7200000\n");
}

// ---- paused

TEST_F(LedgerTest, WhatAPauseCoversIsPausedAndNotOwed) {
  Pause pause;
  pause.by = "alice";
  pause.at = at(minute);
  pause.until = at(2 * hour + 30 * minute);
  pause.reason = "kernel upgrade";
  roster.set_pauses({{timer, pause}});
  stop(minute);
  EXPECT_EQ(account(2 * hour + minute),
            "paused +3600000..+7200000 x2: by alice until 2026-11-22 06:30:00 UTC: kernel upgrade\n"
            "up to +7200000\n");
  EXPECT_EQ(health(2 * hour + 20 * minute),
            "paused (by alice until 2026-11-22 06:30:00 UTC: kernel upgrade)");
  EXPECT_EQ(health(3 * hour + 2 * minute),
            "overdue (no run began, due 2026-11-22 07:00:00 UTC, grace 1min: backup.timer is "
            "stopped since 2026-11-22 04:01:00 UTC)");
}

TEST_F(LedgerTest, APauseThatIsOverIsBookedAndThenForgotten) {
  Pause pause;
  pause.by = "alice";
  pause.at = at(minute);
  roster.set_pauses({{timer, pause}});
  stop(minute);
  account(30 * minute);
  start(hour + 10 * minute);
  roster.set_pauses({});
  EXPECT_EQ(account(hour + 11 * minute),
            "paused +3600000..+3600000 x1: by alice\nup to +3600000\n");
  EXPECT_EQ(roster.record(service)->timers[0].pause, std::nullopt);
  EXPECT_EQ(health(hour + 20 * minute), "waiting (has not run yet)");
  EXPECT_EQ(health(2 * hour + 2 * minute),
            "overdue (no run began, due 2026-11-22 06:00:00 UTC, grace 1min)");
}

// ---- retired

TEST_F(LedgerTest, WhatIsRetiredOwesNothingUntilItIsNotAnyMore) {
  stop(minute);
  account(hour + minute);
  EXPECT_TRUE(roster.retire(service, {"alice", at(hour + minute), "moved"}));
  EXPECT_FALSE(roster.retire("unknown.service", {"alice", at(0), ""}));
  EXPECT_EQ(account(5 * hour), "up to +3600000\n");
  EXPECT_EQ(health(5 * hour), "retired (by alice: moved)");
  EXPECT_TRUE(roster.unretire(service, at(5 * hour + minute)));
  EXPECT_EQ(account(5 * hour + 2 * minute), "up to +18060000\n");
  EXPECT_EQ(health(5 * hour + 2 * minute), "waiting (backup.timer is not active)");
  EXPECT_EQ(health(6 * hour + 3 * minute),
            "overdue (no run began, due 2026-11-22 10:00:00 UTC, grace 1min: backup.timer is "
            "stopped since 2026-11-22 04:01:00 UTC)");
}

TEST_F(LedgerTest, WhatIsRetiredAndRunsAgainIsSuspect) {
  roster.retire(service, {"alice", at(minute), ""});
  ran(1, hour + 100, hour + 200);
  EXPECT_EQ(health(hour + 300), "suspect (runs again, though it was retired by alice)");
}

// ---- what the log remembers

TEST_F(LedgerTest, WhatIsOwedOutlivesARestart) {
  stop(minute);
  account(hour + minute);
  TimeZones other_zones("UTC");
  Roster restarted(other_zones);
  restarted.restore(*roster.record(service), std::nullopt);
  restarted.keep_timers({}, at(2 * hour));
  const auto booked = restarted.account(at(2 * hour + minute), true);
  ASSERT_EQ(booked.size(), 1u);
  EXPECT_EQ(text_of_step(booked[0].step),
            "missed +7200000: backup.timer is gone since 2026-11-22 04:01:00 UTC\n");
  EXPECT_EQ(row_text(restarted.row(service, at(2 * hour)), frame),
            "backup.service: waiting (has not run yet)\n"
            "timers backup.timer\n"
            "schedule OnCalendar=*-*-* *:00:00 UTC\n"
            "+3660000 late (no run began, due 2026-11-22 05:00:00 UTC: backup.timer is gone since "
            "2026-11-22 04:01:00 UTC)\n"
            "+3720000 overdue (no run began, due 2026-11-22 05:00:00 UTC, grace 1min: backup.timer "
            "is gone since 2026-11-22 04:01:00 UTC)\n"
            "due +3600000, expected by +3720000, grace 60000ms\n");
}

TEST_F(LedgerTest, AStoppedTimerWhoseFileIsEditedOwesWhatItOwed) {
  ran(1, hour + 200, hour + 300);
  account(hour + minute);
  seen.schedule = {"OnCalendar=*-*-* *:*:00 UTC"};
  stop(2 * hour - minute);
  EXPECT_EQ(account(2 * hour + minute),
            "missed +7200000: backup.timer is stopped since 2026-11-22 05:59:00 UTC\n"
            "up to +7200000\n");
}

TEST_F(LedgerTest, ANewScheduleIsOwedFromWhenItIsSeen) {
  stop(minute);
  seen.schedule = {"OnCalendar=*-*-* *:30:00 UTC"};
  start(3 * hour);
  EXPECT_EQ(account(3 * hour + minute), "up to +0\n");
  EXPECT_EQ(health(3 * hour + minute), "waiting (has not run yet)");
}

}  // namespace
}  // namespace sa::test
