"""The frame of the tests against a playing Upstart: a run is compared whole, with what the jobs'
files and the trace say."""

import re
import unittest

from upstart_host import HERE, UpstartHost, wait_for

NEAR = 0.5  # seconds between what the trace says and what was recorded while it was played

RESPAWNED = "ended against its rules and respawned; Upstart does not tell how it ended"
STOPPED = "stopped while it was running"
CANCELLED = "stopped before its main process ran"
UNSEEN_END = "its end was not seen"
UNSEEN_BEGINNING = "was running when it was first seen"

MANUAL = {"type": "manual", "unit": None, "time": None, "inferred": False}
UNKNOWN = {"type": "unknown", "unit": None, "time": None, "inferred": False}


def event(names):
    return {"type": "event", "unit": names, "time": None, "inferred": True}


def succeeded(unit, **more):
    return {"unit": unit, "state": "succeeded", "result": "success", **more}


def stopped(unit, **more):
    return succeeded(unit, reason=STOPPED, **more)


def failed(unit, exit_status=None, exit_signal=None, **more):
    result = "signal" if exit_signal else "exit-code"
    return {"unit": unit, "state": "failed", "result": result, "exit_status": exit_status,
            "exit_signal": exit_signal, **more}


def respawned(unit, attempt, **more):
    return {"unit": unit, "state": "failed", "reason": RESPAWNED, "attempt": attempt, **more}


def too_fast(unit, attempt, **more):
    return {"unit": unit, "state": "failed", "result": "start-limit-hit", "attempt": attempt,
            "reason": "respawning too fast, stopped", **more}


def not_spawned(unit, process, **more):
    return {"unit": unit, "state": "failed", "result": "resources",
            "reason": f"the {process} process could not be spawned", **more}


def whole(run):
    """What is expected of a run, with all that is not said of it."""
    return {"job": None, "team": None, "attempt": 1, "trigger": MANUAL, "due": None,
            "result": None, "exit_status": None, "exit_signal": None, "pid": None, "reason": None,
            "cpu_seconds": None, "recorded_by": "upstart", **run}


def read_trace(name):
    return (HERE / "traces" / name).read_text()


class UpstartCase(unittest.TestCase):
    maxDiff = None

    def host(self, trace, **options):
        return self.enterContext(UpstartHost(trace, **options))

    def assert_runs(self, host, expected):
        """All that the log has, in the order in which they began. Times are told apart."""
        expected = [whole(run) for run in expected]
        wait_for("the last run", lambda: self.without_times(host.runs()) == expected, patience=15,
                 must=False)
        runs = host.runs()
        self.assertEqual(self.without_times(runs), expected)
        self.assertEqual(len({run["invocation"] for run in runs}), len(runs))
        for run in runs:
            self.assertRegex(run["invocation"], "^[0-9a-f]{32}$")
        return runs

    @staticmethod
    def without_times(runs):
        left_out = ("invocation", "began", "ended", "duration", "host", "boot")
        return [{key: value for key, value in run.items() if key not in left_out} for run in runs]

    def assert_durations(self, runs, trace):
        """By the state changes of the trace: a run lasts from one `starting` to the next, or to
        `waiting`."""
        told = durations(trace)
        self.assertEqual(len(runs), len(told))
        for run, expected in zip(runs, told):
            self.assertAlmostEqual(run["duration"], expected, delta=NEAR, msg=run["unit"])


def durations(trace):
    begun = {}
    found = []
    for time, path, state in re.findall(r'^(\S+) StateChanged (\S+) "(.*)"$', trace, re.MULTILINE):
        if state in ("starting", "waiting") and path in begun:
            start = begun.pop(path)
            found.append((start, float(time) - start))
        if state == "starting":
            begun[path] = float(time)
    return [duration for _, duration in sorted(found)]
