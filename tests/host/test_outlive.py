#!/usr/bin/python3
"""What is expected outlives what made it: timers whose package is purged, timers that are disabled,
timers of systemd-run, and units that are retired and come back. And what dies without a word alerts
with nothing configured. What ran is told by the jobs."""

import subprocess

import host_case
import truth
from host import wait_until

EVERY = "OnCalendar=*:*:0/3"
OWED = "[X-ScriptActivity]\nGrace=1s\n"
INSTALL = "[Install]\nWantedBy=timers.target\n"
CHECK = "/usr/lib/nagios/plugins/check_sa_units"
UNCONFIGURED = ("hung", "hung-monotonic", "stays", "absent")
OWNED = ("owned", "owned-new")  # by systemd-run, with our section
GRACE = 60  # seconds: the default
SEEN = 45  # seconds until a missed run is a record: settling, and a heartbeat

# A package as debhelper makes them: its timer is enabled and started, and goes with it.
SHIPPED_JOB = "/usr/lib/shipped/job"
SHIPPED = {
    "DEBIAN/control": "Package: shipped\nVersion: 1\nArchitecture: all\nDescription: has a timer\n"
                      "Maintainer: Nobody <nobody@example.org>\n",
    "DEBIAN/conffiles": "/etc/shipped.conf\n",
    "DEBIAN/postinst": "#!/bin/sh\nset -e\nsystemctl daemon-reload\n"
                       "systemctl enable --now shipped.timer\n",
    "DEBIAN/prerm": "#!/bin/sh\nset -e\nsystemctl stop shipped.timer\n",
    "DEBIAN/postrm": "#!/bin/sh\nset -e\nsystemctl daemon-reload\n"
                     "test \"$1\" != purge || "
                     "rm -f /etc/systemd/system/timers.target.wants/shipped.timer\n",
    "etc/shipped.conf": "verbose = no\n",
    SHIPPED_JOB.lstrip("/"): truth.JOB_SCRIPT,
    "usr/lib/systemd/system/shipped.service":
        f"[Service]\nType=oneshot\nExecStart={SHIPPED_JOB} shipped true\n",
    "usr/lib/systemd/system/shipped.timer":
        f"[Timer]\nAccuracySec=1us\n{EVERY}\n{OWED}{INSTALL}",
}


def build_package(host):
    """In the host: /opt/shipped.deb."""
    for path, text in SHIPPED.items():
        is_program = path == SHIPPED_JOB.lstrip("/") or text.startswith("#!")
        host.write(f"/opt/shipped/{path}", text, 0o755 if is_program else 0o644)
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Znone", "--build",
                    host.root / "opt/shipped", host.root / "opt/shipped.deb"],
                   check=True, capture_output=True)


class Outlive(host_case.HostCase):
    @classmethod
    def prepare(cls, host):
        build_package(host)
        for name in ("disabled", "stopped-too"):
            host.job(name, "true", timer=f"{EVERY}\n{OWED}{INSTALL}")
        host.job("comeback", "true", timer=f"{EVERY}\n{OWED}")
        host.unit("owned.service.d/owed.conf", OWED)
        # Nothing is configured.
        host.job("hung", "sleep 1000", timer=EVERY)
        host.job("hung-monotonic", "sleep 1000", timer="OnActiveSec=0\nOnUnitActiveSec=3s")
        host.job("stays", "true", "RemainAfterExit=yes", timer=EVERY)
        host.job("absent", "true", unit="Requires=nowhere.service", timer=EVERY)

    @classmethod
    def begin(cls, host):
        host.fire(*UNCONFIGURED, "comeback")
        host.unit("owned-new.service.d/owed.conf", OWED)  # systemd needs no reload for it
        for name in ("bare", *OWNED):
            cls.run_by_systemd_run(name, "--on-calendar=*:*:0/3")
        cls.run_by_systemd_run("once", "--on-active=1s")
        for name in ("bare", "once", *OWNED):
            host.wait_for_runs(f"{name}.service")
            host.run("systemctl", "stop", f"{name}.timer", check=False)

    @classmethod
    def run_by_systemd_run(cls, name, schedule):
        cls.host.run("systemd-run", "--quiet", f"--unit={name}", schedule,
                     "--timer-property=AccuracySec=1us", truth.JOB, name, "true")

    def wait_for_health(self, unit, health, seconds=30):
        def reached():
            row = self.host.status(unit)
            return row if row and row["health"] == health else None

        return wait_until(reached, seconds, f"{unit} to be {health}, not "
                          f"{self.host.status(unit)}", interval=0.3)

    def check(self, unit):
        """What Nagios is told, as a user without any group: exit code and its line."""
        done = self.host.run("runuser", "-u", "nobody", "--", CHECK, "--unit", unit, check=False)
        return done.returncode, done.stdout.splitlines()[0]

    def assert_checked(self, unit, code, *words):
        said = self.check(unit)
        self.assertEqual(said[0], code, said)
        for word in words:
            self.assertIn(word, said[1])

    def told(self, name):
        """The invocations that the job itself wrote down."""
        return [run.invocation for run in truth.of(self.host, name)]

    def missed(self, unit):
        return [slot for slot in self.host.json("slots", unit) if slot["verdict"] == "missed"]

    def assert_all_runs_are_kept(self, name):
        runs = self.host.history(f"{name}.service")
        self.assertEqual([run["invocation"] for run in runs if run["state"] == "succeeded"],
                         self.told(name))

    def wait_for_more_runs(self, name, count):
        before = len(self.told(name))
        wait_until(lambda: len(self.told(name)) >= before + count,
                   what=f"{count} more runs of {name}")

    # ---- packages

    def test_a_timer_whose_package_is_purged_is_overdue_until_it_is_retired(self):
        unit = "shipped.service"
        self.host.run("dpkg", "--install", "/opt/shipped.deb")
        self.host.wait_for_runs(unit)
        self.wait_for_health(unit, "ok")
        self.assert_checked(unit, 0)
        self.host.run("dpkg", "--purge", "shipped")
        for path in (SHIPPED_JOB, "/etc/shipped.conf", f"/usr/lib/systemd/system/{unit}"):
            self.assertFalse((self.host.root / path.lstrip("/")).exists(), path)
        row = self.wait_for_health(unit, "overdue")
        self.assertIn("shipped.timer is", row["reason"])
        self.assertEqual((row["timers"], row["grace"]), (["shipped.timer"], 1))
        self.assert_checked(unit, 2, "CRITICAL", "shipped overdue")
        self.host.sa("retire", "shipped", "--reason", "its package was purged")
        row = self.wait_for_health(unit, "retired")
        self.assertIn("its package was purged", row["reason"])
        self.assert_checked(unit, 0, "OK")
        self.assert_all_runs_are_kept("shipped")

    # ---- systemctl disable

    def test_a_timer_that_is_only_disabled_fires_and_is_ok(self):
        self.host.run("systemctl", "enable", "--now", "disabled.timer")
        self.host.wait_for_runs("disabled.service")
        self.host.run("systemctl", "disable", "disabled.timer")
        self.wait_for_more_runs("disabled", 3)
        self.wait_for_health("disabled.service", "ok")
        self.assertEqual(self.missed("disabled.service"), [])
        self.assert_checked("disabled.service", 0, "OK")

    def test_a_timer_that_is_disabled_and_stopped_is_overdue(self):
        self.host.run("systemctl", "enable", "--now", "stopped-too.timer")
        self.host.wait_for_runs("stopped-too.service")
        self.host.run("systemctl", "disable", "--now", "stopped-too.timer")
        row = self.wait_for_health("stopped-too.service", "overdue")
        self.assertIn("stopped-too.timer is stopped since", row["reason"])
        self.assert_checked("stopped-too.service", 2, "CRITICAL", "stopped-too overdue")

    # ---- retired, and back

    def test_a_unit_that_is_retired_and_comes_back(self):
        unit = "comeback.service"
        self.host.wait_for_runs(unit)
        self.host.run("systemctl", "stop", "comeback.timer")
        self.wait_for_health(unit, "overdue")
        self.host.sa("retire", "comeback")
        self.wait_for_health(unit, "retired")
        self.assertNotIn(unit, self.host.sa("status", check=False).stdout)
        self.host.run("systemctl", "start", unit)
        row = self.wait_for_health(unit, "suspect")
        self.assertEqual(row["reason"], "runs again, though it was retired by root")
        self.assertEqual(row["retired"]["by"], "root")
        self.assertIn(unit, self.host.sa("status", check=False).stdout)
        self.assert_checked(unit, 1, "WARNING", "runs again, though it was retired")
        self.host.sa("unretire", "comeback")
        row = self.wait_for_health(unit, "overdue")
        self.assertIsNone(row["retired"])
        self.assertIn("comeback.timer is stopped since", row["reason"])
        self.host.fire("comeback")
        self.wait_for_health(unit, "ok")
        self.assert_checked(unit, 0, "OK")
        self.assert_all_runs_are_kept("comeback")

    # ---- systemd-run, and what dies without a word: these wait for the default grace

    def test_y_timers_of_systemd_run_expect_nothing_once_gone_without_our_section(self):
        for name in OWNED:
            unit = f"{name}.service"
            row = self.wait_for_health(unit, "overdue")
            self.assertIn(f"{name}.timer is", row["reason"])
            self.assert_checked(unit, 2, "CRITICAL", f"{name} overdue")
            wait_until(lambda: self.missed(unit), SEEN, f"a missed run of {unit}", interval=1)
        for name in ("bare", "once"):
            unit = f"{name}.service"
            row = self.host.status(unit)
            self.assertEqual((row["next_due"], row["expected_by"], row["timers"]),
                             (None, None, []), row)

    def test_z_silent_deaths_alert_with_nothing_configured(self):
        for name, words in (("stays", "remains active"), ("absent", "is dead")):
            row = self.wait_for_health(f"{name}.service", "broken")
            self.assertIn(words, row["reason"])
            self.assert_checked(f"{name}.service", 2, "CRITICAL", f"{name} broken")
        for name in ("hung", "hung-monotonic"):
            row = self.wait_for_health(f"{name}.service", "overdue", GRACE + 15)
            self.assertIn("still running when due", row["reason"])
            self.assertIn("grace 1min", row["reason"])
            self.assert_checked(f"{name}.service", 2, "CRITICAL", f"{name} overdue")
        self.assertEqual({name: len(self.told(name)) for name in UNCONFIGURED},
                         {"hung": 1, "hung-monotonic": 1, "stays": 1, "absent": 0})
        # By now the same grace has passed for what systemd-run made.
        for name in ("bare", "once"):
            self.assertEqual(self.host.status(f"{name}.service")["health"], "ok")
            self.assertEqual(self.missed(f"{name}.service"), [])
            self.assert_checked(f"{name}.service", 0, "OK")
            self.assert_all_runs_are_kept(name)


if __name__ == "__main__":
    host_case.main()
