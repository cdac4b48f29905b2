#!/usr/bin/python3
"""What a job of Upstart owes, as sa-unitgen says it: the same verdicts as for a timer."""

import datetime
import time
import unittest

from trace_text import Job, Trace
from upstart_case import UpstartCase
from upstart_host import wait_for

EVERY = 4  # seconds; the calendar below
OWED = """\
# Made by sa-unitgen from /etc/scriptactivity/jobs.d/lp/garbo.yaml, changes here are lost

[Timer]
OnCalendar=*-*-* *:*:00/4
AccuracySec=1s

[Service]
Type=oneshot

[X-ScriptActivity]
Job=garbo
Team=lp
Tags=nightly
Grace=1s
"""
JOBS = {"sa-garbo": "task\nexec /usr/bin/garbo\n"}
UNIT = "sa-garbo.upstart"


def just_due(every=EVERY):
    """Waits for the next due instant, as cron would."""
    due = (time.time() // every + 1) * every
    wait_for("the due instant", lambda: time.time() >= due)
    return datetime.datetime.fromtimestamp(due, datetime.timezone.utc)


class Expectations(UpstartCase):
    def started(self, trace, owed=OWED):
        host = self.host(trace.text(), jobs=JOBS)
        if owed:
            host.owe("sa-garbo", owed)
        host.start_peer()
        host.start_watcher()
        return host

    def wait_for_health(self, host, health):
        def row_of_that_health():
            row = host.status().get(UNIT)
            return row if row and row["health"] == health else None

        return wait_for(f"health {health}", row_of_that_health)

    def test_a_job_that_nothing_starts_becomes_overdue_and_is_missed(self):
        host = self.started(Trace())
        row = self.wait_for_health(host, "overdue")
        self.assertEqual((row["job"], row["team"], row["tags"], row["grace"]),
                         ("garbo", "lp", ["nightly"], 1.0))
        self.assertEqual(row["timers"], ["sa-garbo.cron"])
        self.assertEqual(row["schedule"], "OnCalendar=*-*-* *:*:00/4")
        code, out, _ = host.output_of("check/check_sa_units")
        self.assertEqual(code, 2, out)
        self.assertIn("garbo overdue by", out)
        run = wait_for("a missed one", host.runs)[0]
        self.assertEqual((run["unit"], run["state"], run["recorded_by"], run["trigger"]["unit"]),
                         (UNIT, "missed", "schedule", "sa-garbo.cron"))

    def test_a_job_that_cron_starts_is_ok(self):
        trace = Trace()
        for _ in range(2):
            trace.wait("due")
            Job(trace, "sa-garbo").run()
        host = self.started(trace)
        host.play("due")
        dues = [just_due()]
        host.play("due")
        row = self.wait_for_health(host, "ok")
        self.assertEqual(row["last_run"]["state"], "succeeded")
        dues.append(just_due())
        host.play()
        wait_for("two runs", lambda: [run["state"] for run in host.runs()] == ["succeeded"] * 2)
        runs = host.runs()
        for run, due in zip(runs, dues):
            self.assertEqual((run["state"], run["due"], run["trigger"]),
                             ("succeeded", due.strftime("%Y-%m-%dT%H:%M:%S.000000Z"),
                              {"type": "timer", "unit": "sa-garbo.cron", "time": None,
                               "inferred": True}))
        self.wait_for_health(host, "ok")
        code, out, _ = host.output_of("check/check_sa_units", "--unit", "garbo")
        self.assertEqual((code, out.split(" |")[0]), (0, "SA_UNITS OK - 1 unit: 1 ok"))

    def test_what_was_due_while_the_watcher_was_down_is_no_alarm(self):
        trace = Trace()
        trace.wait("due")
        Job(trace, "sa-garbo").run()
        trace.wait("unwatched")
        Job(trace, "sa-garbo").run()
        trace.wait("watched")
        Job(trace, "sa-garbo").run()
        host = self.started(trace, owed=OWED.replace("/4", "/10"))
        host.play("due")
        just_due(10)
        host.play("unwatched")
        self.wait_for_health(host, "ok")
        host.stop_watcher()
        just_due(10)
        host.play("watched")
        host.start_watcher()
        row = self.wait_for_health(host, "ok")
        self.assertGreater(row["next_due"], row["last_run"]["due"])
        just_due(10)
        host.play()
        wait_for("what became of the due instant",
                 lambda: [run["state"] for run in host.runs()] == ["succeeded", "missed",
                                                                   "succeeded"])
        self.assertRegex(host.runs()[1]["reason"], "^the watcher was not running from .* to ")

    def test_a_job_that_came_later_is_expected_and_one_that_went_still_is(self):
        host = self.started(Trace(), owed=None)
        self.assertEqual(host.status(), {})
        host.owe("sa-garbo", OWED)
        self.wait_for_health(host, "overdue")
        (host.expectations / "sa-garbo").unlink()
        wait_for("a due instant that was missed since", lambda: any(
            "sa-garbo.cron is gone since" in run["reason"] for run in host.runs()))
        self.wait_for_health(host, "overdue")
        # As `sa retire` does, which looks for its helper where it is installed.
        code, _, err = host.output_of("cli/sa-ask", "retire", "never", "not needed", "go-on",
                                      "quiet", UNIT)
        self.assertEqual((code, err), (0, ""))
        row = self.wait_for_health(host, "retired")
        self.assertEqual(row["retired"]["reason"], "not needed")


if __name__ == "__main__":
    unittest.main(verbosity=2)
