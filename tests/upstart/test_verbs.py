#!/usr/bin/python3
"""sa on a host with Upstart: the output of a job, and verbs that need systemd."""

import unittest

from test_expectations import JOBS, OWED, UNIT
from trace_text import Job, Trace
from upstart_case import UpstartCase
from upstart_host import wait_for


class Verbs(UpstartCase):
    def setUp(self):
        trace = Trace()
        Job(trace, "sa-garbo").run()
        Job(trace, "many", "a").run()
        self.at = self.host(trace.text(), jobs=JOBS)
        self.at.owe("sa-garbo", OWED)
        self.at.play_all()
        wait_for("both runs", lambda: len([run for run in self.at.runs() if run["ended"]]) >= 2)
        self.logs = self.at.folder / "logs"
        self.logs.mkdir()

    def sa(self, *arguments):
        return self.at.sa(*arguments, UPSTART_LOGDIR=str(self.logs))

    def test_log_shows_upstarts_own_file(self):
        (self.logs / "sa-garbo.log").write_text("first\nsecond\n")
        (self.logs / "many-a.log").write_text("of an instance\n")
        said = f"sa: Upstart keeps the output of all runs together, in '{self.logs}/%s'\n"
        for name in ("garbo", "sa-garbo", UNIT):
            self.assertEqual(self.sa("log", name), (0, "first\nsecond\n", said % "sa-garbo.log"))
        self.assertEqual(self.sa("log", "garbo", "-n", "1"),
                         (0, "second\n", said % "sa-garbo.log"))
        self.assertEqual(self.sa("log", "--all", "many@a"), (0, "of an instance\n", ""))

    def test_log_says_where_it_looked(self):
        self.assertEqual(self.sa("log", "garbo"),
                         (1, "", f"sa: Upstart has no output of '{UNIT}' in '{self.logs}'\n"))

    def test_what_needs_systemd_says_so(self):
        wait_for("the row", lambda: UNIT in self.at.status())
        for verb in ("run", "cancel", "pause", "resume"):
            self.assertEqual(
                self.sa(verb, "garbo"),
                (1, "", f"sa: '{UNIT}' is a job of Upstart: 'sa {verb}' works with systemd only, "
                        "try 'initctl'\n"))
        self.assertEqual(
            self.sa("pause", "--team", "lp"),
            (1, "", "sa: 'sa-garbo.cron' is cron's line of an Upstart job: 'sa pause' holds timers "
                    "of systemd only; 'disabled: true' in the job file takes the line away\n"))

    def test_show_and_explain_know_the_job(self):
        code, out, err = self.sa("show", "garbo")
        self.assertEqual((code, err), (0, ""))
        self.assertIn(UNIT, out)
        code, out, err = self.sa("explain", "garbo")
        self.assertEqual(err, "")
        self.assertIn("garbo", out)
        code, out, err = self.sa("next", "garbo")
        self.assertEqual((code, err), (0, ""))
        self.assertIn(UNIT, out)


if __name__ == "__main__":
    unittest.main(verbosity=2)
