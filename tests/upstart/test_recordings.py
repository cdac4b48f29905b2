#!/usr/bin/python3
"""What real Upstarts said, played to the real watcher. What is expected follows from the jobs'
files and from what was done to them, which the traces tell."""

import unittest

from upstart_case import (CANCELLED, MANUAL, UNKNOWN, UpstartCase, event, failed, not_spawned,
                          read_trace, respawned, stopped, succeeded, too_fast)


class Recordings(UpstartCase):
    def played(self, name):
        trace = read_trace(name)
        host = self.host(trace)
        host.play_all()
        return host, trace

    def test_each_way_in_which_a_job_ends(self):
        host, trace = self.played("recording-1.13.2.txt")
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

    def test_events_that_start_jobs(self):
        host, trace = self.played("events-1.13.2.txt")
        again = event("again")
        runs = self.assert_runs(host, [
            failed("on-foo.upstart", 4, trigger=event("foo")),
            stopped("bar-service.upstart", trigger=event("bar")),
            succeeded("bar-task.upstart", trigger=event("bar")),
            stopped("bar-service.upstart", trigger=MANUAL),
            succeeded("bar-task.upstart", trigger=event("bar")),
            succeeded("both-events.upstart", trigger=event("first second")),
            succeeded("by-key.upstart", trigger=event("net")),
            succeeded("by-key.upstart", trigger=event("net")),
            succeeded("by-place.upstart", trigger=event("net")),
            stopped("s-long.upstart"),
            succeeded("after-long.upstart", trigger=event("started")),
            failed("t-fail.upstart", 3),
            succeeded("after-fail.upstart", trigger=event("stopped")),
            failed("t-fail.upstart", 3),
            succeeded("t-normal.upstart"),
            succeeded("before-normal.upstart", trigger=event("starting")),
            respawned("task-respawn.upstart", 1, trigger=again),
            succeeded("task-respawn.upstart", attempt=2, trigger=again),
        ])
        self.assert_durations(runs, trace)

    def test_odd_lives_and_odd_names(self):
        host, _ = self.played("lives-1.13.2.txt")
        by_long = event("started")
        self.assert_runs(host, [
            respawned("s-zero-respawn.upstart", 1),
            respawned("s-zero-respawn.upstart", 2),
            too_fast("s-zero-respawn.upstart", 3),
            succeeded("s-zero-normal.upstart"),
            stopped("post-start-fail.upstart"),
            stopped("stubborn.upstart"),
            stopped("s-long.upstart"),
            succeeded("after-long.upstart", trigger=by_long),
            stopped("s-long.upstart"),
            succeeded("after-long.upstart", trigger=by_long),
            {"unit": "quits-itself.upstart", "state": "interrupted", "reason": CANCELLED},
            {"unit": "slow-pre.upstart", "state": "interrupted", "reason": CANCELLED},
            {"unit": "stays.upstart", "state": "running", "pid": host.pid_of("stays")},
            respawned("dies-in-post-start.upstart", 1),
            too_fast("dies-in-post-start.upstart", 2),
            failed("pre-kill.upstart", exit_signal="TERM", reason="pre-start was killed by TERM"),
            not_spawned("post-stop-nospawn.upstart", "post-stop"),
            failed("odd-exit.upstart", exit_signal="40"),
            succeeded("many@a.upstart"),
            failed("many@b.upstart", 1),
            failed("many@x y.upstart", 2),
            succeeded("many@a/b.upstart"),
            failed("many@-.upstart", 1),
            failed("many@_.upstart", 2),
            succeeded("many@A_2dB.upstart"),
            failed("many@..upstart", 1),
            failed("many.upstart", 5),
        ])

    def test_a_re_exec_loses_and_doubles_nothing(self):
        trace = read_trace("reexec-1.13.2.txt")
        host = self.host(trace)
        host.start_peer()
        host.play("watched")
        host.start_watcher()
        host.play()
        # What ran before the watcher was there: when it began is not known, nor what started it.
        self.assert_runs(host, [
            stopped("s-long.upstart", trigger=UNKNOWN),
            respawned("s-respawn.upstart", 1, trigger=UNKNOWN),
            failed("many@over.upstart", 4),
            respawned("s-respawn.upstart", 2, trigger=UNKNOWN),
            failed("bar-service.upstart", exit_signal="TERM"),
            too_fast("s-respawn.upstart", 3, trigger=UNKNOWN),
            succeeded("t-ok.upstart"),
            failed("t-fail.upstart", 3),
            succeeded("after-fail.upstart", trigger=event("stopped")),
        ])


if __name__ == "__main__":
    unittest.main(verbosity=2)
