"""The frame of the host tests: one boot for a theme, and what is asked of every record."""

import contextlib
import unittest

import confinement
import truth
from host import TimedOut, wait_until
from watched_host import WatchedHost, microseconds

NEAR = 5_000_000  # microseconds between what a job and its record may say on a busy host
# systemd forks the process first, then stamps the unit (half a millisecond later was seen with both
# cores busy, more where it waits for one), then logs "Starting", which is all we know of a run that
# the bus did not tell of.
STAMP_LAG = 500_000
JOURNAL_LAG = 1_000_000
STARTING = "7d4958e842da4a758f6c1cdc7b36dcc5"


def manual():
    return {"type": "manual", "unit": None, "inferred": False}


def by_timer(timer):
    return {"type": "timer", "unit": timer, "inferred": False}


def by_path(path):
    return {"type": "path", "unit": path, "inferred": False}


def by_socket(socket):
    return {"type": "socket", "unit": socket, "inferred": False}


def by_unit(unit):
    return {"type": "unit", "unit": unit, "inferred": False}


class HostCase(unittest.TestCase):
    """A theme: prepare(host) writes the units before the host boots, begin(host) acts after the
    watcher was started."""

    maxDiff = None
    journald = ""

    @classmethod
    def make_host(cls):
        return WatchedHost(journald=cls.journald)

    @classmethod
    def prepare(cls, host):
        pass

    @classmethod
    def begin(cls, host):
        pass

    @classmethod
    def setUpClass(cls):
        cls.host = cls.enterClassContext(cls.make_host())
        cls.host.install()
        cls.prepare(cls.host)
        cls.host.boot()
        cls.host.start_watcher()
        cls.begin(cls.host)

    def run(self, result=None):
        """Of a test that fails, tells what the watcher said."""
        failed = len(result.failures) + len(result.errors)
        super().run(result)
        if len(result.failures) + len(result.errors) > failed and self.host.leader:
            print(self.host.output("journalctl", "--unit=sa-watcher", "--lines=20", "--quiet"))

    def assert_record(self, run, *, state, result, trigger, exit_status=None, exit_signal=None,
                      attempt=1):
        """The judgement, whole."""
        said = {key: run[key] for key in
                ("state", "result", "exit_status", "exit_signal", "attempt")}
        said["trigger"] = {key: run["trigger"][key] for key in ("type", "unit", "inferred")}
        self.assertEqual(said, {"state": state, "result": result, "exit_status": exit_status,
                                "exit_signal": exit_signal, "attempt": attempt,
                                "trigger": trigger}, f"reason: {run['reason']}")

    def only_run(self, unit):
        runs = self.host.wait_for_runs(unit)
        self.assertEqual(len(runs), 1, runs)
        return runs[0]

    def assert_like_systemd(self, run):
        """The stamps are systemd's own, at once or when a busy systemd has answered. Only for the
        newest run of a unit that is still loaded."""
        self.assertIn(run["recorded_by"], ("bus", "both"))
        unit = run["unit"]
        with contextlib.suppress(TimedOut):
            wait_until(lambda: self.record(run)["ended"] ==
                       self.host.stamp(unit, "InactiveEnterTimestamp"), 10)
        run.update(self.record(run))
        self.assertEqual(run["began"], self.host.stamp(unit, "InactiveExitTimestamp"))
        self.assertEqual(run["ended"], self.host.stamp(unit, "InactiveEnterTimestamp"))
        self.assertEqual(run["invocation"], self.host.properties(unit, "InvocationID")
                         ["InvocationID"])

    def record(self, run):
        """The same run as the log has it now."""
        return [again for again in self.host.history(run["unit"])
                if again["invocation"] == run["invocation"]][0]

    def assert_like_truth(self, run, name, lines=None):
        """What the job wrote lies within the record, closely. `lines`: this run's, else its only
        ones."""
        if lines is None:
            lines = truth.of(self.host, name)
            self.assertEqual(len(lines), 1, lines)
            lines = lines[0]
        self.assertEqual(run["invocation"], lines.invocation)
        began, ended = microseconds(run["began"]), microseconds(run["ended"])
        lag = JOURNAL_LAG if run["recorded_by"] == "journal" else STAMP_LAG
        self.assertTrue(-lag <= lines.began - began <= NEAR, (lines, run))
        if lines.ended is not None:
            self.assertTrue(0 <= ended - lines.ended <= NEAR, (lines, run))
        if ended is not None:
            self.assertAlmostEqual(run["duration"], (ended - began) / 1e6, places=6)

    def assert_like_journal(self, run):
        """The journal says that this invocation is this unit's, once."""
        entries = self.host.journal(f"UNIT={run['unit']}", f"INVOCATION_ID={run['invocation']}")
        self.assertTrue(entries, "not in the journal")
        starts = [entry for entry in entries if entry.get("MESSAGE_ID") == STARTING]
        self.assertLessEqual(len(starts), 1, starts)
        if starts:
            stamp = int(starts[0]["__REALTIME_TIMESTAMP"])
            self.assertLess(abs(stamp - microseconds(run["began"])), NEAR)

    def assert_true_to_all(self, run, name):
        """For a unit that ran once: against the job, systemd and the journal."""
        self.assert_like_truth(run, name)
        self.assert_like_systemd(run)
        self.assert_like_journal(run)


def main(programs=()):
    confinement.require(programs)
    confinement.enter_own_mounts()
    confinement.end_on_signals()
    unittest.main(verbosity=2)
