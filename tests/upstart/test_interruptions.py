#!/usr/bin/python3
"""What happened while nobody listened: the watcher was down, or Upstart executed itself anew.
Nothing is lost that can be known, nothing doubled, and what cannot be known is said."""

import signal
import unittest

from trace_text import SPAWNING, Job, Trace
from upstart_case import (UNKNOWN, UNSEEN_BEGINNING, UNSEEN_END, UpstartCase, failed, succeeded)

JOBS = {name: "exec sleep 1000\n" for name in ("stays", "ends", "begins", "respawns", "quick")}


def running(unit, host, **more):
    return {"unit": f"{unit}.upstart", "state": "running", "pid": host.pid_of(unit), **more}


def lost(unit, **more):
    return {"unit": f"{unit}.upstart", "state": "interrupted", "reason": UNSEEN_END, **more}


class Interruptions(UpstartCase):
    def begun(self, trace):
        host = self.host(trace.text(), jobs=JOBS)
        host.start_peer()
        return host

    def play_over_a_restart(self, how):
        trace = Trace()
        stays, ends, begins = (Job(trace, name) for name in ("stays", "ends", "begins"))
        stays.start()
        ends.start()
        Job(trace, "quick").run()
        trace.wait("down")
        ends.fail(3)
        begins.start()
        Job(trace, "quick").run()
        trace.wait("up again")
        stays.fail(7)
        begins.end()
        host = self.begun(trace)
        host.start_watcher()
        host.play("down")
        self.assert_runs(host, [running("stays", host), running("ends", host),
                                succeeded("quick.upstart")])
        host.stop_watcher(how)
        host.play("up again")
        host.start_watcher()
        self.assert_runs(host, [
            running("stays", host),
            lost("ends"),
            succeeded("quick.upstart"),
            running("begins", host, trigger=UNKNOWN, reason=UNSEEN_BEGINNING),
        ])
        host.play()
        self.assert_runs(host, [
            failed("stays.upstart", 7),
            lost("ends"),
            succeeded("quick.upstart"),
            succeeded("begins.upstart", trigger=UNKNOWN),
        ])

    def test_a_watcher_that_was_stopped_goes_on_with_what_still_runs(self):
        self.play_over_a_restart(signal.SIGTERM)

    def test_a_watcher_that_was_killed_goes_on_with_what_still_runs(self):
        self.play_over_a_restart(signal.SIGKILL)

    def test_a_re_exec_during_which_jobs_end_begin_and_respawn(self):
        trace = Trace()
        stays, ends, begins, respawns = (
            Job(trace, name) for name in ("stays", "ends", "begins", "respawns"))
        for job in (stays, ends, respawns):
            job.start()
        trace.wait("begun")
        trace.re_exec_begins()
        respawns.respawn()
        begins.start()
        ends.failed(5)
        ends.goal("stop")
        ends.states("stopping", "killed", "post-stopping", "post-stop")
        ends.waiting()
        trace.re_exec_ends()
        trace.pause(0.3)
        # Events are not lost: what they wait for comes after it.
        trace.emitted("stopped", *ends.env, "RESULT=failed", "PROCESS=main", "EXIT_STATUS=5")
        trace.wait("over")
        for job in (stays, begins, respawns):
            job.end()
        host = self.begun(trace)
        host.start_watcher()
        host.play("begun")
        self.assert_runs(host, [running(job, host) for job in ("stays", "ends", "respawns")])
        host.play("over")
        self.assert_runs(host, [
            running("stays", host),
            failed("ends.upstart", 5),
            lost("respawns"),
            # What was found by listing stands in the order of the list.
            running("begins", host, trigger=UNKNOWN, reason=UNSEEN_BEGINNING),
            running("respawns", host, trigger=UNKNOWN, reason=UNSEEN_BEGINNING),
        ])
        host.play()
        self.assert_runs(host, [
            succeeded("stays.upstart"),
            failed("ends.upstart", 5),
            lost("respawns"),
            succeeded("begins.upstart", trigger=UNKNOWN),
            succeeded("respawns.upstart", trigger=UNKNOWN),
        ])

    def test_what_is_asked_of_a_quiet_upstart_is_known_before_anything_else_happens(self):
        trace = Trace()
        stays = Job(trace, "stays")
        stays.added()
        stays.states(*SPAWNING, "post-starting", "post-start")
        trace.wait("slow to start")
        stays.states("running")
        trace.wait("begun")
        host = self.begun(trace)
        host.start_watcher()
        host.play("slow to start")
        self.assert_runs(host, [{**running("stays", host), "pid": None}])
        host.play("begun")
        self.assert_runs(host, [running("stays", host)])

    def test_two_re_execs_at_once_double_nothing(self):
        trace = Trace()
        stays = Job(trace, "stays")
        stays.start()
        trace.wait("begun")
        for _ in range(2):
            trace.re_exec_begins()
            trace.re_exec_ends()
        trace.pause(0.2)
        stays.fail(1)
        host = self.begun(trace)
        host.start_watcher()
        host.play("begun")
        self.assert_runs(host, [running("stays", host)])
        host.play()
        self.assert_runs(host, [failed("stays.upstart", 1)])

    def test_upstart_that_goes_away_and_comes_back_without_its_jobs(self):
        trace = Trace()
        stays = Job(trace, "stays")
        stays.start()
        trace.wait("begun")
        trace.re_exec_begins()
        trace.lines.append(f'{trace.now + 0.1:.6f} InstanceRemoved {stays.job_path} '
                           f'o:"{stays.path}"')
        trace.pause(0.3)
        trace.re_exec_ends()
        trace.wait("back")
        Job(trace, "quick").run()
        host = self.begun(trace)
        host.start_watcher()
        host.play("begun")
        self.assert_runs(host, [running("stays", host)])
        host.play("back")
        self.assert_runs(host, [lost("stays")])
        host.play()
        self.assert_runs(host, [lost("stays"), succeeded("quick.upstart")])


if __name__ == "__main__":
    unittest.main(verbosity=2)
