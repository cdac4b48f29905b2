"""The frame of the themes that install our packages: one fresh host for each."""

import datetime
import unittest
import zoneinfo

import truth
from fresh_host import JOBS, FreshHost
from host import wait_until
from watched_host import microseconds

SECOND = 1_000_000
NEAR = 10 * SECOND


class PackageCase(unittest.TestCase):
    """One fresh host for a theme; prepare(host) acts once it is up."""

    maxDiff = None
    settings = {}
    zone = "Etc/UTC"

    @classmethod
    def prepare(cls, host):
        pass

    @classmethod
    def setUpClass(cls):
        cls.host = cls.enterClassContext(FreshHost(cls.settings, cls.zone))
        cls.host.boot()
        cls.prepare(cls.host)

    @classmethod
    def write_job(cls, name, shell, lines):
        """A job file whose job tells and runs `shell`."""
        cls.host.write(f"{JOBS}/{name}.yaml",
                       f"command: {truth.JOB} {name} '{shell}'\n{lines}\n")

    def in_seconds(self, seconds):
        """A due instant so far ahead, and its schedule in the zone of the host."""
        now = int(self.host.output("date", "+%s")) + seconds
        moment = datetime.datetime.fromtimestamp(now, zoneinfo.ZoneInfo(self.zone))
        return now * SECOND, moment.strftime("'%Y-%m-%d %H:%M:%S'")

    @classmethod
    def wait_for_all_timers(cls):
        def all_listed():
            return cls.host.listed_timers() == cls.host.status_timers()

        wait_until(all_listed, 60, "each timer to be in sa status")

    def assert_runs_as_scheduled(self, name, shell, seconds=15):
        """Its run, of a job file that is dropped in while all is going."""
        due, schedule = self.in_seconds(seconds)
        self.write_job(name, shell, f"schedule: {schedule}")
        run = self.host.wait_for_runs(f"sa-{name}.service")[-1]
        line = truth.of(self.host, name)[-1]
        self.assertEqual(microseconds(run["due"]), due)
        self.assertEqual(run["invocation"], line.invocation)
        self.assertTrue(due <= line.began <= due + NEAR, (due, line))
        return run

    def wait_for_plugin(self, code):
        def said():
            done = self.host.plugin()
            return done if done.returncode == code else None

        return wait_until(said, 30, f"check_sa_units to end with {code}")
