#!/usr/bin/python3
"""Older Upstarts tell less."""

import re
import subprocess
import unittest

from trace_text import Job, Trace
from upstart_case import (UNKNOWN, UpstartCase, failed, not_spawned, read_trace, respawned,
                          stopped, succeeded, too_fast)
from upstart_host import PATIENCE

UNTOLD = "this Upstart does not tell which events started it"
NEWER_STATES = ("security-spawning|security|pre-starting|spawning|post-starting|pre-stopping|"
                "post-stopping")


def as_told_by_1_5(name):
    """The same lives as Upstart 1.5 tells them: no events, and not the states that came later."""
    lines = read_trace(name).splitlines(keepends=True)
    newer = re.compile(rf'EventEmitted|StateChanged \S+ "({NEWER_STATES})"$')
    return "".join(line for line in lines if not newer.search(line))


class Versions(UpstartCase):
    def test_before_1_7_the_signals_of_instances_tell_how_a_job_ends(self):
        trace = as_told_by_1_5("recording-1.13.2.txt")
        host = self.host(trace, version="init (upstart 1.5)")
        host.play_all()
        runs = self.assert_runs(host, [
            succeeded("t-ok.upstart"),
            failed("t-fail.upstart", 3),
            succeeded("t-normal.upstart"),
            failed("t-sig.upstart", exit_signal="SEGV"),
            failed("pre-fail.upstart", 1, reason="pre-start exited with 1"),
            not_spawned("nospawn.upstart", "main"),
            failed("p-stop-fail.upstart", 9, reason="post-stop exited with 9"),
            failed("i-fail@a.upstart", 5),
            failed("s-fail.upstart", 7),
            respawned("s-respawn.upstart", 1),
            respawned("s-respawn.upstart", 2),
            respawned("s-respawn.upstart", 3),
            too_fast("s-respawn.upstart", 4),
            stopped("s-long.upstart"),
            failed("s-long.upstart", exit_signal="KILL"),
        ])
        self.assert_durations(runs, trace)

    def test_before_1_7_it_is_not_told_which_events_start_a_job(self):
        trace = Trace()
        Job(trace, "on-foo").run()
        fails = Job(trace, "on-foo")
        fails.start()
        fails.failed(4)
        fails.end()
        old = "".join(line + "\n" for line in trace.lines if "EventEmitted" not in line)
        host = self.host(old, version="init (upstart 1.6.1)")
        host.play_all()
        self.assert_runs(host, [
            succeeded("on-foo.upstart", trigger=UNKNOWN, reason=UNTOLD),
            failed("on-foo.upstart", 4, trigger=UNKNOWN, reason=UNTOLD),
        ])

    def refusal(self, host):
        return subprocess.run([str(word) for word in host.watcher_command("--source", "upstart")],
                              env=host.environment(), capture_output=True, text=True,
                              timeout=PATIENCE, check=False)

    def test_before_0_6_7_nothing_can_be_recorded(self):
        host = self.host("", version="init (upstart 0.6.6)")
        host.start_peer()
        done = self.refusal(host)
        self.assertEqual((done.returncode, done.stderr), (
            3, "sa-watcher: 'init (upstart 0.6.6)' does not tell what becomes of its jobs, "
               "expected Upstart 0.6.7 or newer\n"))

    def test_without_upstart_on_the_bus_it_is_said(self):
        host = self.host("")
        done = self.refusal(host)
        self.assertEqual((done.returncode, done.stderr),
                         (3, f"sa-watcher: Upstart is not on the bus '{host.address}'\n"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
