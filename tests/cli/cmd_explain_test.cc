#include "cli/cmd_explain.h"

#include "cli/exit_code.h"
#include "core/outlook.h"
#include "tests/cli/sample_log.h"

#include <gtest/gtest.h>

namespace sa {
namespace {

using samples::noon;
using namespace std::chrono_literals;

// nightly.service, due at 02:00 each day; its verdict is what core makes of what the test expects
// and of its runs.
class ExplainVerb : public testing::Test {
 protected:
  ExplainVerb() {
    unit.unit = "nightly.service";
    unit.timers = {"nightly.timer"};
    unit.schedule = {"OnCalendar=*-*-* 02:00:00"};
    unit.grace = 1min;
    due(noon + 14h);
    expectation.has_timer = true;
    expectation.allowance = 1min;
  }

  void due(Instant instant) {
    unit.next_due = expectation.next_due = instant;
    unit.expected_by = instant + 2min;
  }

  sa::Run ran(std::uint8_t last_of_id, Instant began) {
    sa::Run run = samples::run_of("nightly.service", last_of_id, began);
    run.due = began;
    return run;
  }

  sa::Run failed(std::uint8_t last_of_id, Instant began) {
    sa::Run run = ran(last_of_id, began);
    run.state = State::failed;
    run.result = Result::exit_code;
    run.exit_status = 3;
    return run;
  }

  sa::Run going(std::uint8_t last_of_id, Instant began) {
    sa::Run run = ran(last_of_id, began);
    run.state = State::running;
    run.ended.reset();
    run.result.reset();
    run.exit_status.reset();
    return run;
  }

  // The oldest first.
  void log(const std::vector<sa::Run>& log) {
    RunWriter writer(world.places.store);
    for (const sa::Run& run : log) {
      writer.put(run);
      runs.newest = run;
      if (run.ended) runs.last_ended = run;
      const bool fine = run.state == State::succeeded;
      if (fine) unit.last_success = run.ended;
      runs.consecutive_failures =
          fine ? 0 : runs.consecutive_failures + (run.state == State::failed ? 1U : 0U);
    }
    writer.commit();
    unit.last_run = runs.newest;
  }

  std::string explained() {
    unit.outlook = outlook_of(expectation, runs);
    StatusWriter writer(world.places.status);
    writer.set(unit);
    writer.write("db1", samples::id(0xb0), noon);
    std::filesystem::last_write_time(world.places.status,
                                     std::chrono::file_clock::from_sys(heartbeat));
    code = cmd_explain({{"nightly"}}, world.context(noon));
    return world.out.all();
  }

  samples::SampleWorld world;
  UnitStatus unit;
  Expectation expectation;
  RecentRuns runs;
  Instant heartbeat = noon;
  int code = -1;
};

constexpr const char* due_tomorrow =
    "nightly.timer starts it: OnCalendar=*-*-* 02:00:00.\n"
    "It is due next 2026-11-23 02:00:00 (in 14h) and has to begin by 2026-11-23 02:02:00: "
    "allowance of its timer 1min, grace 1min.\n";
constexpr const char* due_today =
    "nightly.timer starts it: OnCalendar=*-*-* 02:00:00.\n"
    "It was due 2026-11-22 02:00:00 (10h ago) and had to begin by 2026-11-22 02:02:00: "
    "allowance of its timer 1min, grace 1min.\n";
constexpr const char* ran_yesterday =
    "Its last run began 2026-11-21 02:00:00 (1d 10h ago) (timer), took 2.0s and succeeded.\n";
constexpr const char* one_on_time = "Its due instants of the last week: 1 on-time.\n";

TEST_F(ExplainVerb, Ok) {
  log({ran(1, noon - 10h)});
  EXPECT_EQ(explained(),
            std::string("nightly.service is ok since 2026-11-22 02:00:02 (9h 59min ago).\n") +
                due_tomorrow +
                "Its last run began 2026-11-22 02:00:00 (10h ago) (timer), took 2.0s and "
                "succeeded.\n" +
                one_on_time);
  EXPECT_EQ(code, exit_done);
}

TEST_F(ExplainVerb, Failed) {
  log({ran(1, noon - 58h), failed(2, noon - 34h), failed(3, noon - 10h)});
  EXPECT_EQ(explained(),
            std::string("nightly.service has failed since 2026-11-22 02:00:02 (9h 59min ago): exit "
                        "3, 2 times in a row.\n") +
                due_tomorrow +
                "Its last run began 2026-11-22 02:00:00 (10h ago) (timer), took 2.0s and failed, "
                "exit 3.\n"
                "Its last success ended 2026-11-20 02:00:02 (2d 9h ago).\n"
                "Its last 3 runs: 1 succeeded, 2 failed.\n"
                "Its due instants of the last week: 3 on-time.\n"
                "  to see the output of its last run: sa log nightly.service\n"
                "  to run it again once that is mended: sa run nightly.service\n");
}

TEST_F(ExplainVerb, AProgramThatIsNotThere) {
  sa::Run run = failed(1, noon - 10h);
  run.exit_status = 203;
  log({run});
  const std::string said = explained();
  EXPECT_NE(said.find("failed, exit 203.\n"
                      "Exit 203 is systemd's word for: its program cannot be executed: is it "
                      "there, and may its user run it?\n"),
            std::string::npos)
      << said;
}

TEST_F(ExplainVerb, OverdueAsItsTimerIsStopped) {
  log({ran(1, noon - 34h)});
  due(noon - 10h);
  expectation.cause = "nightly.timer is stopped since 2026-11-21 20:00:00 UTC";
  EXPECT_EQ(explained(),
            std::string("nightly.service is overdue since 2026-11-22 02:02:00 (9h 58min ago): no "
                        "run began, due 2026-11-22 02:00:00 UTC, grace 1min: nightly.timer is "
                        "stopped since 2026-11-21 20:00:00 UTC.\n") +
                due_today + ran_yesterday + one_on_time +
                "  to start its timer again: sudo systemctl enable --now nightly.timer\n"
                "  to say that it is not expected any more: sa retire nightly.service\n");
}

TEST_F(ExplainVerb, OverdueAsItsTimerIsGone) {
  log({ran(1, noon - 34h)});
  due(noon - 10h);
  expectation.cause = "nightly.timer is gone since 2026-11-21 20:00:00 UTC";
  EXPECT_TRUE(explained().ends_with(
      "  to say that it is not expected any more: sa retire nightly.service\n"))
      << world.out.text;
}

TEST_F(ExplainVerb, OverdueByItsDeadline) {
  log({ran(1, noon - 34h), failed(2, noon - 10h)});
  expectation.deadline = unit.deadline = 4h;
  expectation.unsucceeded = noon - 10h;
  expectation.alert_after = 2;
  EXPECT_EQ(explained(),
            std::string("nightly.service is overdue since 2026-11-22 06:00:00 (6h ago): no "
                        "success, due 2026-11-22 02:00:00 UTC, deadline 4h.\n") +
                due_tomorrow + "It has to succeed within 4h of being due.\n" +
                "Its last run began 2026-11-22 02:00:00 (10h ago) (timer), took 2.0s and failed, "
                "exit 3.\n"
                "Its last success ended 2026-11-21 02:00:02 (1d 9h ago).\n"
                "Its last 2 runs: 1 succeeded, 1 failed.\n"
                "Its due instants of the last week: 2 on-time.\n"
                "  to see the output of its last run: sa log nightly.service\n"
                "  to run it now: sa run nightly.service\n");
}

TEST_F(ExplainVerb, LateWithoutAKnownCause) {
  log({ran(1, noon - 34h)});
  due(noon - 90s);
  EXPECT_EQ(explained(),
            std::string("nightly.service is late since 2026-11-22 11:59:30 (30s ago): no run "
                        "began, due 2026-11-22 11:58:30 UTC.\n"
                        "nightly.timer starts it: OnCalendar=*-*-* 02:00:00.\n"
                        "It was due 2026-11-22 11:58:30 (1min ago) and has to begin by "
                        "2026-11-22 12:00:30: allowance of its timer 1min, grace 1min.\n") +
                ran_yesterday + one_on_time +
                "  to see what its timer waits for: systemctl status nightly.timer\n"
                "  to run it now: sa run nightly.service\n");
}

TEST_F(ExplainVerb, MissedWhileTheHostWasOff) {
  log({ran(1, noon - 34h)});
  due(noon - 10h);
  expectation.cause = "the host was off from 2026-11-21 23:00:00 UTC to 2026-11-22 07:00:00 UTC";
  RunWriter writer(world.places.store);
  sa::Run missed = ran(2, noon - 10h);
  missed.has_invocation = false;
  missed.state = State::missed;
  missed.began.reset();
  missed.ended.reset();
  missed.reason = expectation.cause;
  writer.put(missed);
  writer.commit();
  EXPECT_EQ(explained(),
            std::string("nightly.service is overdue since 2026-11-22 02:02:00 (9h 58min ago): no "
                        "run began, due 2026-11-22 02:00:00 UTC, grace 1min: the host was off from "
                        "2026-11-21 23:00:00 UTC to 2026-11-22 07:00:00 UTC.\n") +
                due_today + ran_yesterday +
                "Its due instants of the last week: 1 on-time, 1 missed. The one of 2026-11-22 "
                "02:00:00 (10h ago) was missed: the host was off from 2026-11-21 23:00:00 UTC to "
                "2026-11-22 07:00:00 UTC.\n"
                "  to run it now: sa run nightly.service\n"
                "  to have such runs caught up, set Persistent=true in its timer: sudo systemctl "
                "edit nightly.timer\n");
}

TEST_F(ExplainVerb, Overrunning) {
  log({going(1, noon - 10h)});
  expectation.max_runtime = 1h;
  EXPECT_EQ(explained(),
            std::string("nightly.service is overrunning since 2026-11-22 03:00:00 (9h ago): runs "
                        "longer than 1h.\n") +
                due_tomorrow +
                "Its last run began 2026-11-22 02:00:00 (10h ago) (timer) and goes on, for 10h so "
                "far.\n"
                "It has never succeeded, as far as is known.\n" +
                one_on_time +
                "  to see what it does: sa log -f nightly.service\n"
                "  to end it: sa cancel nightly.service\n");
}

TEST_F(ExplainVerb, OverdueAsItStillRunsFromBefore) {
  log({going(1, noon - 34h)});
  expectation.absorbed = noon - 10h;
  EXPECT_TRUE(
      explained().ends_with("  to see what it does: sa log -f nightly.service\n"
                            "  to end it: sa cancel nightly.service\n"))
      << world.out.text;
}

TEST_F(ExplainVerb, Running) {
  log({going(1, noon - 2min)});
  EXPECT_EQ(explained(), std::string("nightly.service is running since 2026-11-22 11:58:00 (2min "
                                     "ago).\n") +
                             due_tomorrow +
                             "Its last run began 2026-11-22 11:58:00 (2min ago) (timer) and goes "
                             "on, for 2min so far.\n"
                             "It has never succeeded, as far as is known.\n" +
                             one_on_time + "  to see what it does: sa log -f nightly.service\n");
}

TEST_F(ExplainVerb, BrokenAsItsTimerIsDead) {
  log({ran(1, noon - 34h)});
  due(noon - 10h);
  expectation.dead_timer = "nightly.timer";
  expectation.dead_reason = "resources";
  EXPECT_EQ(explained(),
            std::string("nightly.service is broken: nightly.timer is dead: resources.\n") +
                due_today + ran_yesterday + one_on_time +
                "  to see why its timer died: systemctl status nightly.timer\n"
                "  to start the timer again once that is mended: sudo systemctl restart "
                "nightly.timer\n");
}

TEST_F(ExplainVerb, BrokenAsItsServiceIsMaskedInSystemdsOwnWords) {
  log({ran(1, noon - 34h)});
  due(noon - 10h);
  expectation.dead_timer = "nightly.timer";
  expectation.dead_reason = "Unit nightly.service is masked.";
  EXPECT_EQ(explained(), std::string("nightly.service is broken: nightly.timer is dead: Unit "
                                     "nightly.service is masked.\n") +
                             due_today + ran_yesterday + one_on_time +
                             "  to unmask it: sudo systemctl unmask nightly.service\n"
                             "  to start the timer again then: sudo systemctl restart "
                             "nightly.timer\n");
}

TEST_F(ExplainVerb, BrokenAsItsJobFileIsRefused) {
  log({ran(1, noon - 34h)});
  expectation.refused =
      "job file refused: /etc/scriptactivity/jobs.d/lp/a b;c.yaml:7:12: grace: expected a duration "
      "such as 15min, got 'soon', and 2 more problems";
  EXPECT_EQ(explained(), "nightly.service is broken: " + expectation.refused + ".\n" +
                             due_tomorrow + ran_yesterday + one_on_time +
                             "  to see every mistake in its job file: sa unitgen check "
                             "'/etc/scriptactivity/jobs.d/lp/a b;c.yaml'\n"
                             "  to apply it once it is mended: sudo sa-unitgen apply\n");
}

TEST_F(ExplainVerb, BrokenAsItsStartLimitIsHit) {
  sa::Run refused = ran(1, noon - 10h);
  refused.has_invocation = false;
  refused.state = State::refused;
  refused.began.reset();
  refused.ended.reset();
  refused.result = Result::start_limit_hit;
  refused.reason = "start limit hit";
  log({refused});
  EXPECT_EQ(explained(),
            std::string("nightly.service is broken since 2026-11-22 02:00:00 (10h ago): start "
                        "limit hit.\n") +
                due_tomorrow +
                "Its last start, 2026-11-22 02:00:00 (10h ago) (timer), was refused: start limit "
                "hit.\n"
                "It has never succeeded, as far as is known.\n"
                "Its due instants of the last week: 1 refused. The one of 2026-11-22 02:00:00 (10h "
                "ago) was refused: start limit hit.\n"
                "  to see why it failed that often: sa log nightly.service\n"
                "  to lift the start limit once that is mended: sudo systemctl reset-failed "
                "nightly.service\n"
                "  to run it then: sa run nightly.service\n");
}

TEST_F(ExplainVerb, BrokenAsItRemainsActive) {
  log({ran(1, noon - 34h)});
  runs.remains_active = true;
  EXPECT_TRUE(explained().ends_with(
      "  to let its timer go on, until the next run: sudo systemctl stop nightly.service\n"
      "  to see what keeps it active, as RemainAfterExit= does: systemctl cat nightly.service\n"))
      << world.out.text;
}

TEST_F(ExplainVerb, SuspectAsItEndedTooSoon) {
  log({ran(1, noon - 10h)});
  expectation.min_runtime = 1min;
  EXPECT_EQ(explained(),
            std::string("nightly.service is suspect since 2026-11-22 02:00:02 (9h 59min ago): "
                        "ended after 2s, sooner than 1min.\n") +
                due_tomorrow +
                "Its last run began 2026-11-22 02:00:00 (10h ago) (timer), took 2.0s and "
                "succeeded.\n" +
                one_on_time +
                "  to see the output of its last run: sa log nightly.service\n"
                "  to run it again once that is mended: sa run nightly.service\n");
}

TEST_F(ExplainVerb, SuspectAsItRunsAgain) {
  log({ran(1, noon - 10h)});
  unit.retired = expectation.retired = Retirement{"alice", noon - 12h, "moved"};
  EXPECT_EQ(explained(),
            "nightly.service is suspect since 2026-11-22 02:00:00 (10h ago): runs again, though it "
            "was retired by alice: moved.\n"
            "nightly.timer starts it: OnCalendar=*-*-* 02:00:00.\n"
            "Its last run began 2026-11-22 02:00:00 (10h ago) (timer), took 2.0s and succeeded.\n"
            "Its due instants of the last week: 1 on-time.\n"
            "  to expect it again: sa unretire nightly.service\n");
}

TEST_F(ExplainVerb, WaitingAsItsTimerIsNotActive) {
  unit.next_due.reset();
  unit.expected_by.reset();
  expectation.next_due.reset();
  expectation.idle_timer = "nightly.timer";
  EXPECT_EQ(explained(),
            "nightly.service is waiting: nightly.timer is not active.\n"
            "nightly.timer starts it: OnCalendar=*-*-* 02:00:00.\n"
            "It has never run, as far as is known.\n"
            "  to start its timer: sudo systemctl enable --now nightly.timer\n");
}

TEST_F(ExplainVerb, WaitingForItsFirstRun) {
  EXPECT_EQ(explained(), std::string("nightly.service is waiting: has not run yet.\n") +
                             due_tomorrow +
                             "It has never run, as far as is known.\n"
                             "  to run it now: sa run nightly.service\n");
}

TEST_F(ExplainVerb, Paused) {
  log({ran(1, noon - 34h)});
  unit.paused = expectation.paused =
      PausedSpan{"alice", noon - 11h, noon + 6h, "kernel upgrade", std::nullopt};
  EXPECT_EQ(explained(),
            std::string("nightly.service is paused since 2026-11-22 01:00:00 (11h ago) by alice "
                        "until 2026-11-22 18:00:00 UTC: kernel upgrade.\n") +
                due_tomorrow + ran_yesterday + one_on_time +
                "  to end the pause: sa resume nightly.service\n");
}

TEST_F(ExplainVerb, Retired) {
  log({ran(1, noon - 34h)});
  unit.retired = expectation.retired = Retirement{"alice", noon - 12h, "moved"};
  EXPECT_EQ(explained(),
            std::string("nightly.service is retired since 2026-11-22 00:00:00 (12h ago) by alice: "
                        "moved.\n"
                        "nightly.timer starts it: OnCalendar=*-*-* 02:00:00.\n") +
                ran_yesterday + one_on_time +
                "  to expect it again: sa unretire nightly.service\n");
}

TEST_F(ExplainVerb, StaleAsTheWatcherIsSilent) {
  log({ran(1, noon - 34h)});
  heartbeat = noon - 3h;
  EXPECT_EQ(explained(),
            std::string("nightly.service is stale since 2026-11-22 09:00:00 (3h ago): the watcher "
                        "is silent.\n") +
                due_tomorrow + ran_yesterday + one_on_time +
                "  to see why the watcher is silent: systemctl status sa-watcher\n"
                "  to start it again: sudo systemctl restart sa-watcher\n");
}

TEST_F(ExplainVerb, WithoutTheLogTellsWhatIsPublished) {
  log({ran(1, noon - 34h)});
  std::filesystem::remove_all(world.places.store);
  EXPECT_EQ(explained(),
            std::string("nightly.service is ok since 2026-11-21 02:00:02 (1d 9h ago).\n") +
                due_tomorrow + ran_yesterday);
  EXPECT_TRUE(world.err.all().ends_with(", explaining without the log\n")) << world.err.text;
  EXPECT_EQ(code, exit_done);
}

TEST_F(ExplainVerb, OfAnUnknownUnitSuggestsANearOne) {
  explained();
  world.out.text.clear();
  EXPECT_EQ(cmd_explain({{"nightl"}}, world.context(noon)), exit_unwell);
  EXPECT_EQ(world.out.all(), "");
  EXPECT_EQ(world.err.all(), "sa: no unit 'nightl' is known; did you mean 'nightly'?\n");
}

}  // namespace
}  // namespace sa
