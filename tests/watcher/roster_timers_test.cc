#include "tests/watcher/roster_scene.h"
#include "watcher/roster.h"

#include <gtest/gtest.h>

namespace sa::test {
namespace {

using namespace std::chrono_literals;

class RosterTimersTest : public testing::Test, protected RosterScene {
 protected:
  // What systemd tells when the timer fires: L moves, the next elapse is infinity.
  void fire(const std::string& name, std::int64_t when) {
    roster.change_timer({name, at(when), std::nullopt, "success", at(when + 1)});
  }
  void wait_until(const std::string& name, std::int64_t last, std::int64_t next) {
    roster.change_timer({name, at(last), at(next), "success", at(last + 20'000)});
  }
  std::string trigger_of(const sa::Run& run) const {
    std::string text(to_string(run.trigger.type));
    if (!run.trigger.unit.empty()) text += " " + run.trigger.unit;
    return text + (run.trigger.inferred ? " inferred" : "") + ", due " + due_of(run);
  }
  sa::Run untold(std::uint8_t identity, std::int64_t began) const {
    auto run = timer_run(identity, began, State::succeeded);
    run.trigger = {};
    return run;
  }
  static TimerSeen hourly_timer() {
    TimerSeen seen = daily_timer();
    seen.timer = "hourly.timer";
    seen.schedule = {"OnCalendar=*-*-* *:30:00 UTC"};
    seen.next_elapse = at(30 * minute);
    seen.accuracy = 1s;
    return seen;
  }
};

// ---- when a run was due

TEST_F(RosterTimersTest, ARunOfACalendarIsDueByTheCalendar) {
  roster.set_timer(daily_timer());
  EXPECT_EQ(due_of(take(timer_run(1, hour + 40'000, State::running))), "+3600000");
}

TEST_F(RosterTimersTest, AFiringThatCatchesUpIsDueAtTheNewestInstantBefore) {
  roster.set_timer(daily_timer());  // Persistent=: the host was off at 05:00 and came up at 09:00
  EXPECT_EQ(due_of(take(timer_run(1, 5 * hour, State::running))), "+3600000");
}

TEST_F(RosterTimersTest, ARunOfAMonotonicTimerIsDueWhenItWasToElapse) {
  roster.set_timer(monotonic_timer());
  fire("every.timer", hour / 2 + 300);
  auto run = timer_run(1, hour / 2 + 300, State::running);
  run.trigger.unit = "every.timer";
  EXPECT_EQ(due_of(take(run)), "+1800000");
  wait_until("every.timer", hour / 2 + 300, 3 * hour / 2 + 300);
  EXPECT_EQ(due_of(take(run)), "+1800000");
  fire("every.timer", 3 * hour / 2 + 400);
  auto next = timer_run(2, 3 * hour / 2 + 400, State::running);
  next.trigger.unit = "every.timer";
  EXPECT_EQ(due_of(take(next)), "+5400300");
}

TEST_F(RosterTimersTest, ARunOfAMonotonicTimerThatFiredUnheardHasNoDue) {
  roster.set_timer(monotonic_timer());
  fire("every.timer", hour / 2 + 300);
  auto run = timer_run(1, -hour, State::succeeded);
  run.trigger.unit = "every.timer";
  EXPECT_EQ(due_of(take(run)), "none");
}

TEST_F(RosterTimersTest, AFiringBeforeItsTimeIsNotThatOfTheElapse) {
  roster.set_timer(monotonic_timer());
  fire("every.timer", minute);  // OnBootSec= of the same timer, say
  auto run = timer_run(1, minute, State::running);
  run.trigger.unit = "every.timer";
  EXPECT_EQ(due_of(take(run)), "none");
}

TEST_F(RosterTimersTest, ARunThatNobodyScheduledHasNoDue) {
  roster.set_timer(daily_timer());
  auto manual = timer_run(1, hour, State::running);
  manual.trigger = {TriggerType::manual, "", std::nullopt, false};
  EXPECT_EQ(trigger_of(take(manual)), "manual, due none");
  auto stranger = timer_run(2, hour, State::running);
  stranger.trigger.unit = "stranger.timer";
  EXPECT_EQ(trigger_of(take(stranger)), "timer stranger.timer, due none");
}

TEST_F(RosterTimersTest, ALaterAttemptHasTheDueThatItInherited) {
  roster.set_timer(daily_timer());
  auto second = timer_run(1, hour + 40'000, State::running);
  second.attempt = 2;
  EXPECT_EQ(due_of(take(second)), "none");
  second.due = at(hour);
  EXPECT_EQ(due_of(take(second)), "+3600000");
}

TEST_F(RosterTimersTest, ARespawnIsOfWhoStartedTheAttemptBeforeIt) {
  auto attempt = untold(1, 40'000);
  attempt.trigger = {TriggerType::manual, {}, {}, false, "alice"};
  take(attempt);
  attempt.identity = id(2);
  attempt.attempt = 2;
  attempt.at = *(attempt.began = at(60'000));
  attempt.trigger.by.clear();
  EXPECT_EQ(take(attempt).trigger.by, "alice");
  attempt.identity = id(3);
  attempt.attempt = 1;
  attempt.at = *(attempt.began = at(80'000));
  EXPECT_EQ(take(attempt).trigger.by, "");
}

TEST_F(RosterTimersTest, ARespawnIsDueWhenTheAttemptBeforeItWas) {
  roster.set_timer(daily_timer());
  auto attempt = timer_run(1, hour + 40'000, State::failed);
  take(attempt);
  attempt.identity = id(2);
  attempt.attempt = 2;
  attempt.at = *(attempt.began = at(hour + 60'000));
  EXPECT_EQ(due_of(take(attempt)), "+3600000");
  attempt.identity = id(3);
  attempt.trigger.time = at(2 * hour);  // of another firing
  EXPECT_EQ(due_of(take(attempt)), "none");
}

TEST_F(RosterTimersTest, WhatIsToldOfARunAfterItsTimerFiredAgainKeepsItsDue) {
  roster.set_timer(monotonic_timer());
  fire("every.timer", hour / 2 + 300);
  auto run = timer_run(1, hour / 2 + 300, State::succeeded);
  run.trigger.unit = "every.timer";
  take(run);
  wait_until("every.timer", hour / 2 + 300, 3 * hour / 2 + 300);
  fire("every.timer", 3 * hour / 2 + 400);
  run.exit_status = 0;
  EXPECT_EQ(due_of(take(run)), "+1800000");
}

TEST_F(RosterTimersTest, ATimerWithACalendarAndASpanIsDueByWhatItFiredFor) {
  TimerSeen seen = daily_timer();  // at 05:00, and an hour after each run
  seen.schedule.emplace_back("OnUnitActiveSec=1h");
  roster.set_timer(seen);
  fire(timer, hour + 100);
  EXPECT_EQ(due_of(take(timer_run(1, hour + 100, State::succeeded))), "+3600000");
  wait_until(timer, hour + 100, 2 * hour + 100);
  fire(timer, 2 * hour + 300);
  auto run = timer_run(2, 2 * hour + 300, State::succeeded);
  EXPECT_EQ(due_of(take(run)), "+7200100");
  EXPECT_EQ(run.late, std::nullopt);
}

// ---- triggers that nobody told

TEST_F(RosterTimersTest, ARunRightAfterADueInstantIsInferredToBeTheTimers) {
  roster.set_timer(daily_timer());
  EXPECT_EQ(trigger_of(take(untold(1, hour + 61'000))),
            "timer backup.timer inferred, due +3600000");
  EXPECT_EQ(trigger_of(take(untold(2, hour + 63'000))), "unknown, due none");
}

TEST_F(RosterTimersTest, ARunIsNotInferredForADueInstantThatHasItsRun) {
  roster.set_timer(daily_timer());
  take(timer_run(1, hour + 100, State::succeeded));
  EXPECT_EQ(trigger_of(take(untold(2, hour + 30'000))), "unknown, due none");
}

TEST_F(RosterTimersTest, ARunOfAnotherUnitIsNotInferred) {
  roster.set_timer(daily_timer());
  auto run = untold(1, hour);
  run.unit = "other.service";
  EXPECT_EQ(trigger_of(take(run)), "unknown, due none");
}

TEST_F(RosterTimersTest, AStartThatNeverBecameARunIsInferredToo) {
  roster.set_timer(daily_timer());
  for (const State state : {State::refused, State::skipped}) {
    auto start = timer_run(1, hour + 61'000, state);
    start.trigger = {};
    EXPECT_EQ(trigger_of(take(start)), "timer backup.timer inferred, due +3600000");
  }
}

TEST_F(RosterTimersTest, AnAutomaticRestartThatIsRefusedIsNotInferred) {
  roster.set_timer(daily_timer());
  auto refused = timer_run(1, hour, State::refused);
  refused.trigger = {};
  refused.attempt = 2;
  EXPECT_EQ(trigger_of(take(refused)), "unknown, due none");
}

// ---- what is due next

TEST_F(RosterTimersTest, WithARandomDelayTheCalendarTellsWhatIsDueNext) {
  TimerSeen seen = daily_timer();
  seen.random_delay = 10min;
  seen.next_elapse = at(hour + 7 * minute);
  roster.set_timer(seen);
  EXPECT_EQ(row(),
            "backup.service: waiting (has not run yet)\n"
            "timers backup.timer\n"
            "schedule OnCalendar=*-*-* 05:00:00 UTC\n"
            "+4260000 late (no run began, due 2026-11-22 05:00:00 UTC)\n"
            "+4320000 overdue (no run began, due 2026-11-22 05:00:00 UTC, grace 1min)\n"
            "due +3600000, expected by +4320000, grace 60000ms\n");
  fire(timer, hour + 7 * minute);
  EXPECT_EQ(roster.row(service, at(2 * hour))->next_due, at(25 * hour));
}

TEST_F(RosterTimersTest, OfSeveralTimersTheSoonestIsDueAndStandsFirst) {
  roster.set_timer(daily_timer());
  roster.set_timer(hourly_timer());
  EXPECT_EQ(row(),
            "backup.service: waiting (has not run yet)\n"
            "timers hourly.timer backup.timer\n"
            "schedule OnCalendar=*-*-* *:30:00 UTC OnCalendar=*-*-* 05:00:00 UTC\n"
            "+1801000 late (no run began, due 2026-11-22 04:30:00 UTC)\n"
            "+1861000 overdue (no run began, due 2026-11-22 04:30:00 UTC, grace 1min)\n"
            "due +1800000, expected by +1861000, grace 60000ms\n");
  wait_until("hourly.timer", 30 * minute, 90 * minute);
  EXPECT_EQ(roster.row(service, at(40 * minute))->next_due, at(hour));
  EXPECT_EQ(roster.row(service, at(40 * minute))->timers,
            (std::vector<std::string>{timer, "hourly.timer"}));
}

TEST_F(RosterTimersTest, OfSeveralTimersADeadOneIsBroken) {
  roster.set_timer(daily_timer());
  TimerSeen dead = hourly_timer();
  dead.active = false;
  dead.failed = true;
  dead.result = "resources";
  dead.next_elapse.reset();
  roster.set_timer(dead);
  EXPECT_EQ(first_line(row()), "backup.service: broken (hourly.timer is dead: resources)");
  EXPECT_EQ(roster.row(service, at(0))->next_due, at(hour));
}

TEST_F(RosterTimersTest, ATimerThatStartsAnotherUnitNowBelongsToThat) {
  roster.set_timer(daily_timer());
  TimerSeen moved = daily_timer();
  moved.unit = "other.service";
  roster.set_timer(moved);
  EXPECT_EQ(row(), "no row\n");
  EXPECT_EQ(roster.row("other.service", at(0))->timers, std::vector<std::string>{timer});
}

// ---- rows that go

TEST_F(RosterTimersTest, ATransientUnitKeepsItsRowForADay) {
  TimerSeen transient = daily_timer();
  transient.is_transient = true;
  roster.set_timer(transient);
  take(timer_run(1, 0, State::succeeded));
  TimerSeen gone;
  gone.timer = timer;
  roster.set_timer(gone);
  EXPECT_EQ(roster.timer(timer), nullptr);
  EXPECT_EQ(row(24 * hour - 1),
            "backup.service: ok since +10000\n"
            "last #1 succeeded, success +10000\n");
  EXPECT_EQ(row(24 * hour), "no row\n");
}

TEST_F(RosterTimersTest, AUnitWithOurSectionKeepsItsRowForEver) {
  UnitFacts facts;
  facts.has_section = true;
  roster.set_unit(service, facts);
  EXPECT_EQ(row(1000 * hour), "backup.service: waiting (has not run yet)\n");
}

TEST_F(RosterTimersTest, TimersThatAreNotListedAnyMoreAreForgottenButForWhatTheyExpect) {
  roster.set_timer(daily_timer());
  roster.set_timer(hourly_timer());
  roster.keep_timers({timer, "unknown.timer"}, at(0));
  EXPECT_NE(roster.timer(timer), nullptr);
  EXPECT_EQ(roster.timer("hourly.timer"), nullptr);
  EXPECT_EQ(roster.row(service, at(0))->timers, (std::vector<std::string>{timer, "hourly.timer"}));
}

TEST_F(RosterTimersTest, UnitsOfWhomNobodyToldHaveNoRow) {
  EXPECT_EQ(row(), "no row\n");
  EXPECT_EQ(roster.record(service), nullptr);
}

// ---- what changed, what is stuck

TEST_F(RosterTimersTest, TellsOnceWhichUnitsChanged) {
  roster.set_timer(daily_timer());
  EXPECT_EQ(changed(), "backup.service ");
  EXPECT_EQ(changed(), "");
  fire(timer, hour);
  EXPECT_EQ(changed(), "backup.service ");
  fire("stranger.timer", hour);
  EXPECT_EQ(changed(), "");
  roster.set_dead(timer, "resources");
  EXPECT_EQ(changed(), "backup.service ");
  take(timer_run(1, hour, State::succeeded));
  EXPECT_EQ(changed(), "backup.service ");
  roster.set_remains_active(service, true);
  EXPECT_EQ(changed(), "backup.service ");
  roster.set_remains_active(service, true);
  EXPECT_EQ(changed(), "");
  roster.keep_timers({}, at(0));
  EXPECT_EQ(changed(), "backup.service ");
}

TEST_F(RosterTimersTest, ATimerThatWaitsForNothingIsToldOnceAFiring) {
  roster.set_timer(daily_timer());
  EXPECT_EQ(stuck(), "");
  fire(timer, hour);
  take(timer_run(1, hour, State::running));
  EXPECT_EQ(stuck(), "");  // it waits for its service
  take(timer_run(1, hour, State::succeeded));
  EXPECT_EQ(stuck(), "backup.timer ");
  EXPECT_EQ(stuck(), "");
  wait_until(timer, hour, 25 * hour);
  fire(timer, 25 * hour);
  EXPECT_EQ(stuck(), "backup.timer ");
}

TEST_F(RosterTimersTest, AnIdleTimerIsNotStuck) {
  TimerSeen idle = daily_timer();
  idle.active = false;
  idle.next_elapse.reset();
  roster.set_timer(idle);
  EXPECT_EQ(stuck(), "");
}

}  // namespace
}  // namespace sa::test
