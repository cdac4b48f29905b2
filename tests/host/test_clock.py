#!/usr/bin/python3
"""What is due when the clock is not what it was: daylight saving, a clock that is set, a host that
sleeps or was off. On a kernel of its own, so that the clock that is set is this host's alone. What
is due is told by systemd itself (systemd-analyze calendar), what ran by the jobs. By hand, with
Debian's package user-mode-linux."""

import time

import dues
import host_case
import truth
from clock_host import KERNEL, ClockHost
from host import wait_until
from watched_host import microseconds

ZONE = "Europe/Berlin"
GRACE = "[X-ScriptActivity]\nGrace=1s\n"
SECOND = 1_000_000
DAY = 86400
SEEN = 60  # seconds until a verdict: settling, and a heartbeat
# One whatever the hour; one in the hour that is there never or twice when daylight saving changes;
# the same with what catches up.
JOBS = {"often": "*:00/20", "nightly": "02:30", "kept": "02:30", "tick": "*:*:00/5"}


def instant(text):
    """Seconds since 1970 of "2026-03-29T00:59:50Z"."""
    return microseconds(text) / SECOND


class Clock(host_case.HostCase):
    """Each test goes to a time of its own, on a disk of its own."""

    @classmethod
    def setUpClass(cls):
        cls.host = cls.enterClassContext(ClockHost(zone=ZONE))
        cls.host.install()
        for name, calendar in JOBS.items():
            more = "Persistent=yes\n" if name == "kept" else ""
            cls.host.job(name, "true", timer=f"OnCalendar={calendar}\n{more}{GRACE}")
        cls.host.start_at_boot("sa-watcher.service",
                               *(f"{name}.timer" for name in JOBS if name != "tick"))

    def setUp(self):
        self.host.lose_disk()
        self.addCleanup(self.host.power_off)

    def boot(self, text):
        self.host.boot(instant(text))
        self.wait_for_watcher()

    def wait_for_watcher(self):
        wait_until(lambda: self.host.run("sa", "status", check=False).returncode in (0, 1), 30,
                   "the watcher")

    def wait_for_run(self, name, text, within=10):
        """The job itself says that it ran within so many seconds from `text`."""
        due = microseconds(text)

        def ran():
            return [run for run in truth.of(self.host, name)
                    if due <= run.began < due + within * SECOND and run.ended]

        wait_until(ran, 30, f"{name} to run at {text}, ran "
                   f"{[run.began - due for run in truth.of(self.host, name)]} from then")

    def pass_by(self, text):
        """Sets the clock shortly before an instant, and waits until it has passed."""
        self.host.set_clock(instant(text) - 2)
        wait_until(lambda: self.host.now() > instant(text) + 3, 30, text)

    def run_at(self, name, text):
        self.host.set_clock(instant(text) - 2)
        self.wait_for_run(name, text)

    def slots(self, name):
        return self.host.json("slots", f"{name}.service", "--since", "2020-01-01", "--until",
                              "2030-01-01")

    def health(self, name):
        return self.host.status(f"{name}.service")["health"]

    def wait_for_health(self, name, health):
        wait_until(lambda: self.health(name) == health, SEEN,
                   f"{name} to be {health}, is {self.host.status(name + '.service')}")

    def runs(self, name):
        """All of the log, oldest first, but for what was missed."""
        runs = self.host.json("history", f"{name}.service")
        return [run for run in runs[::-1] if run["state"] != "missed"]

    def served(self, name):
        """By due instant, which run stands at it."""
        return {slot["due"]: slot["invocation"] for slot in self.slots(name) if slot["invocation"]}

    def assert_accounted(self, name, reasons=()):
        """Each run is the timer's and for a due instant, each due instant has one verdict, and what
        no run stands at has one of the reasons."""
        told = sorted(run.invocation for run in truth.of(self.host, name))

        def recorded():
            runs = self.runs(name)
            all_are = sorted(str(run["invocation"]) for run in runs) == told
            over = all(run["state"] != "running" for run in runs)
            return all_are and over and {run["due"] for run in runs} == set(self.served(name))

        wait_until(recorded, SEEN, f"all runs of {name}")
        runs = self.runs(name)
        for run in runs:
            self.assertEqual((run["state"], run["trigger"]["type"]), ("succeeded", "timer"), run)
        slots = self.slots(name)
        instants = [microseconds(slot["due"]) for slot in slots]
        self.assertEqual(instants, dues.by_systemd(self.host, f"{JOBS[name]} {ZONE}", instants[0],
                                                   instants[-1]))
        self.assertLessEqual(set(self.served(name).values()), set(told))
        for slot in slots:
            if not slot["invocation"]:
                self.assertTrue(any(reason in slot["reason"] for reason in reasons), slot)
        return slots

    def test_a_when_an_hour_is_left_out(self):
        self.boot("2026-03-29T00:55:00Z")
        self.run_at("often", "2026-03-29T01:00:00Z")
        self.run_at("often", "2026-03-29T01:20:00Z")
        self.pass_by("2026-03-29T01:30:00Z")
        for name in ("often", "nightly", "kept"):
            self.assertIn(self.health(name), ("ok", "waiting"), name)
        self.run_at("nightly", "2026-03-30T00:30:00Z")
        self.wait_for_run("kept", "2026-03-30T00:30:00Z")
        for name in ("often", "nightly", "kept"):
            self.assert_accounted(name, ["the clock was put forward from"])
            self.assertEqual(self.health(name), "ok")

    def test_b_when_an_hour_comes_twice(self):
        self.boot("2026-10-25T00:25:00Z")
        self.run_at("nightly", "2026-10-25T00:30:00Z")
        self.run_at("often", "2026-10-25T00:40:00Z")
        for text in ("2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z", "2026-10-25T01:40:00Z"):
            self.pass_by(text)
            for name in ("often", "nightly", "kept"):
                self.assertEqual(self.health(name), "ok", f"{name} at {text}")
        self.run_at("often", "2026-10-25T02:00:00Z")
        for name in ("often", "nightly", "kept"):
            self.assert_accounted(name)
            self.assertEqual(self.health(name), "ok")

    def test_c_a_clock_that_is_put_forward_a_day(self):
        self.boot("2027-01-12T09:55:00Z")
        self.run_at("often", "2027-01-12T10:00:00Z")
        self.host.set_clock(self.host.now() + DAY)
        for name in JOBS:
            if name != "tick":
                self.wait_for_run(name, "2027-01-13T10:00:00Z")
        self.run_at("often", "2027-01-13T10:20:00Z")
        for name in ("often", "nightly", "kept"):
            self.assert_accounted(name, ["the clock was put forward from"])
            self.assertEqual(self.health(name), "ok")

    def test_d_a_clock_that_is_put_back_a_day(self):
        self.boot("2027-02-09T10:35:00Z")
        self.run_at("often", "2027-02-09T10:40:00Z")
        self.run_at("often", "2027-02-10T10:40:00Z")
        self.run_at("often", "2027-02-10T11:00:00Z")
        self.host.set_clock(self.host.now() - DAY)
        self.run_at("often", "2027-02-09T11:20:00Z")
        self.assertEqual(self.health("often"), "ok")
        self.host.run("systemctl", "stop", "often.timer")
        self.host.set_clock(instant("2027-02-09T11:40:00Z"))
        self.wait_for_health("often", "overdue")
        self.host.run("systemctl", "start", "often.timer")
        self.run_at("often", "2027-02-09T12:00:00Z")
        self.wait_for_health("often", "ok")
        self.run_at("often", "2027-02-10T11:20:00Z")
        self.wait_for_health("often", "ok")
        self.assert_accounted("often", ["the clock was put forward from"])

    def test_e_a_host_that_sleeps(self):
        self.boot("2027-03-10T08:55:00Z")
        self.host.fire("tick")
        wait_until(lambda: truth.of(self.host, "tick"), what="it to tick")
        self.host.fall_asleep()
        end = time.monotonic() + 14
        wait_until(lambda: time.monotonic() > end, what="it to have slept")
        self.host.wake_up()
        self.assertGreater(self.host.slept(), 10)
        before = len(truth.of(self.host, "tick"))
        wait_until(lambda: len(truth.of(self.host, "tick")) > before + 1, what="it to tick again")
        self.host.run("systemctl", "stop", "tick.timer")
        slots = self.assert_accounted("tick", ["the host was asleep from"])
        self.assertIn("missed", [slot["verdict"] for slot in slots])

    def test_f_a_host_that_was_off(self):
        self.boot("2027-04-14T09:55:00Z")
        self.run_at("often", "2027-04-14T10:00:00Z")
        self.host.run("sync")
        self.host.power_off()
        self.boot("2027-04-15T03:05:00Z")
        self.wait_for_run("kept", "2027-04-15T03:05:00Z", within=60)  # a boot
        self.wait_for_health("nightly", "overdue")
        self.wait_for_health("kept", "ok")
        self.run_at("often", "2027-04-15T03:20:00Z")
        self.run_at("nightly", "2027-04-16T00:30:00Z")
        for name in ("often", "nightly", "kept"):
            self.assert_accounted(name, ["the host was off from", "the clock was put forward from"])
            self.assertEqual(self.health(name), "ok")

    def test_g_a_host_that_forgot_the_time_while_it_was_off(self):
        self.boot("2027-05-14T09:55:00Z")
        self.run_at("often", "2027-05-14T10:00:00Z")
        self.host.shut_down()
        self.boot("2027-01-01T00:00:30Z")
        self.host.set_clock(instant("2027-05-15T03:05:00Z"))
        self.wait_for_health("kept", "ok")
        self.run_at("often", "2027-05-15T03:20:00Z")
        self.wait_for_health("often", "ok")
        for name in ("often", "nightly", "kept"):
            self.assert_accounted(name, ["the host was off from", "the clock was put forward from"])
            self.assertLess(len(self.slots(name)), 100)


if __name__ == "__main__":
    host_case.main([(KERNEL, "user-mode-linux")])
