#!/usr/bin/python3
"""Starts that never became a run, and starts that systemd tried again: each is in the record, and
none touches the record of the run before it."""

import host_case
import truth
from host import wait_until
from host_case import by_timer

COUNTS = "echo x >> /var/truth/{0}; [ $(wc -l < /var/truth/{0}) -ge 3 ]"


class Starts(host_case.HostCase):
    @classmethod
    def prepare(cls, host):
        host.job("unmet", "true", unit="ConditionPathExists=/nowhere")
        host.job("asserts", "true", unit="AssertPathExists=/nowhere")
        host.job("declined", "true", service="ExecCondition=/bin/sh -c 'exit 1'")
        host.unit("broken-dependency.service", "[Service]\nType=oneshot\nExecStart=/bin/false\n")
        host.job("depends", "true",
                 unit="Requires=broken-dependency.service\nAfter=broken-dependency.service")
        host.job("limited", "exit 1", unit="StartLimitBurst=2\nStartLimitIntervalSec=1h")
        host.job("recovers", COUNTS.format("recovers"), service="Restart=on-failure\nRestartSec=1s",
                 unit="StartLimitBurst=10\nStartLimitIntervalSec=1h")
        host.job("gives-up", "exit 2", service="Restart=on-failure\nRestartSec=100ms",
                 unit="StartLimitBurst=3\nStartLimitIntervalSec=1h")
        host.job("unqueueable", "true", unit="Requires=absent.service")
        host.job("masked-later", "true", timer="OnActiveSec=1s")

    def assert_never_began(self, run, **expected):
        self.assert_record(run, **expected)
        self.assertEqual((run["invocation"], run["began"], run["pid"]), (None, None, None))

    def test_unmet_condition_is_skipped_and_says_which(self):
        self.host.fire("unmet")
        run = self.only_run("unmet.service")
        self.assert_never_began(run, state="skipped", result=None, trigger=by_timer("unmet.timer"))
        self.assertIn("ConditionPathExists=/nowhere", run["reason"])
        self.assertEqual(truth.of(self.host, "unmet"), [])

    def test_unmet_assertion_is_refused(self):
        self.host.fire("asserts")
        run = self.only_run("asserts.service")
        self.assert_never_began(run, state="refused", result=None,
                                trigger=by_timer("asserts.timer"))
        self.assertEqual(truth.of(self.host, "asserts"), [])

    def test_exec_condition_that_says_no_is_skipped_with_its_invocation(self):
        self.host.fire("declined")
        run = self.only_run("declined.service")
        self.assertEqual((run["state"], run["result"]), ("skipped", "exec-condition"))
        self.assertIn(run["exit_status"], (1, None))
        self.assert_like_systemd(run)
        self.assert_like_journal(run)
        self.assertEqual(truth.of(self.host, "declined"), [])

    def test_failed_dependency_is_refused_and_says_so(self):
        self.host.fire("depends")
        run = self.only_run("depends.service")
        self.assert_never_began(run, state="refused", result=None,
                                trigger=by_timer("depends.timer"))
        self.assertIn("dependency", run["reason"].lower())
        self.assertEqual(truth.of(self.host, "depends"), [])

    def test_start_limit_refuses_and_keeps_the_record_before(self):
        self.host.fire("limited")
        before = self.host.wait_for_runs("limited.service", 1)
        for count in (2, 3):
            self.host.run("systemctl", "restart", "limited.timer")
            runs = self.host.wait_for_runs("limited.service", count)
        self.assertEqual(len(runs), 3)
        self.assertEqual(runs[0], before[0])
        for run, line in zip(runs, truth.of(self.host, "limited")):
            self.assert_record(run, state="failed", result="exit-code", exit_status=1,
                               trigger=by_timer("limited.timer"))
            self.assert_like_truth(run, "limited", line)
        self.assert_never_began(runs[2], state="refused", result="start-limit-hit",
                                trigger=by_timer("limited.timer"))
        self.assertEqual(len(truth.of(self.host, "limited")), 2)

    def test_respawns_are_attempts_of_one_trigger(self):
        self.host.fire("recovers")
        runs = self.host.wait_for_runs("recovers.service", 3)
        lines = truth.of(self.host, "recovers")
        self.assertEqual((len(runs), len(lines)), (3, 3))
        for attempt, (run, line) in enumerate(zip(runs, lines), start=1):
            last = attempt == 3
            self.assert_record(run, state="succeeded" if last else "failed",
                               result="success" if last else "exit-code",
                               exit_status=0 if last else 1, attempt=attempt,
                               trigger=by_timer("recovers.timer"))
            self.assert_like_truth(run, "recovers", line)

    def test_respawns_that_reach_the_limit(self):
        self.host.fire("gives-up")
        runs = self.host.wait_for_runs("gives-up.service", 4)
        self.assertEqual([run["state"] for run in runs], ["failed"] * 3 + ["refused"])
        for attempt, run in enumerate(runs[:3], start=1):
            self.assert_record(run, state="failed", result="exit-code", exit_status=2,
                               attempt=attempt, trigger=by_timer("gives-up.timer"))
        self.assertEqual((runs[3]["result"], runs[3]["invocation"]), ("start-limit-hit", None))
        self.assertEqual(len(truth.of(self.host, "gives-up")), 3)

    def assert_dead(self, name):
        run = self.only_run(f"{name}.service")
        self.assert_never_began(run, state="refused", result="resources",
                                trigger=by_timer(f"{name}.timer"))
        self.assertTrue(run["reason"], run)
        row = wait_until(lambda: self.host.status(f"{name}.service"), 10, f"a row of {name}")
        self.assertEqual(row["health"], "broken", row)
        self.assertIn(f"{name}.timer", row["reason"])
        return run

    def test_a_timer_dies_when_its_service_requires_what_is_not_there(self):
        self.host.fire("unqueueable")
        run = self.assert_dead("unqueueable")
        self.assertIn("absent.service", run["reason"])

    def test_a_timer_dies_when_its_service_is_masked_later(self):
        self.host.fire("masked-later")
        (self.host.root / "etc/systemd/system/masked-later.service").unlink()
        self.host.run("ln", "-s", "/dev/null", "/etc/systemd/system/masked-later.service")
        self.host.reload()
        run = self.assert_dead("masked-later")
        self.assertIn("masked", run["reason"])


if __name__ == "__main__":
    host_case.main()
