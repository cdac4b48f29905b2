#!/usr/bin/python3
"""The Debian packages on a freshly made minimal Debian: installed with apt, upgraded, downgraded,
removed and purged while jobs run."""

import os
import pathlib

import debian_root
import host_case
import truth
from fresh_host import ALL, JOBS, OURS, built, needs, version_of
from host import wait_until
from package_case import PackageCase

BUILD_DIR = os.environ.get("SA_BUILD_DIR", "build/dev")
STORE = "/var/lib/scriptactivity"
OK, CRITICAL = 0, 2
HIGHER, LOWER, LATER = "9.0", "0.0.1", "9.1"
KNOWN_SCHEMA, LATER_SCHEMA = 1, 7
LONG_MAY_END = "/var/truth/long-may-end"


class FirstMinute(PackageCase):
    options = []

    @classmethod
    def prepare(cls, host):
        host.run("useradd", "--system", "nagios")
        cls.installed = host.install_packages(*cls.options)
        cls.wait_for_all_timers()
        cls.timers = host.listed_timers()
        cls.failed = host.output("systemctl", "list-units", "--failed", "--plain", "--no-legend")
        cls.first_check = host.plugin()

    def test_apt_says_nothing_of_trouble(self):
        for word in ("warning", "failed", "error"):
            lines = [line for line in (self.installed.stdout + self.installed.stderr).splitlines()
                     if word in line.lower() and "debconf:" not in line]
            self.assertEqual(lines, [])

    def test_each_timer_of_the_host_is_listed_within_a_minute(self):
        self.assertLessEqual({"apt-daily.timer", "dpkg-db-backup.timer", "fstrim.timer"},
                             self.timers)

    def test_every_file_is_as_it_was_packaged(self):
        self.assertEqual(self.host.output("dpkg", "--verify", *OURS), "")

    def test_systemd_has_nothing_to_say_of_the_units(self):
        done = self.host.run("systemd-analyze", "verify", "--man=no", "sa-watcher.service",
                             "sa-unitgen.service", "sa-control.service", "sa-notify@x.service")
        self.assertEqual(done.stdout + done.stderr, "")

    def test_the_services_can_be_reloaded(self):
        self.host.run("systemctl", "reload", "sa-watcher.service", "sa-unitgen.service")

    def test_no_unit_of_the_host_failed(self):
        self.assertEqual(self.failed, "")

    def test_nagios_says_ok_with_nothing_configured(self):
        self.assertEqual((self.first_check.returncode, self.first_check.stderr), (OK, ""))
        self.assertTrue(self.first_check.stdout.startswith("SA_UNITS OK - "))

    def test_nagios_says_critical_when_a_job_failed(self):
        run = self.assert_runs_as_scheduled("failing", "exit 7")
        self.assertEqual((run["state"], run["exit_status"]), ("failed", 7))
        done = self.wait_for_plugin(CRITICAL)
        self.assertRegex(done.stdout.splitlines()[0], "^SA_UNITS CRITICAL - .*failing.*exit 7")

    def test_a_job_file_dropped_in_runs_as_scheduled(self):
        self.assertEqual(self.assert_runs_as_scheduled("dropped", "true")["state"], "succeeded")

    def test_all_is_started_again_by_a_boot(self):
        self.host.reboot()
        self.host.wait_for_watcher()
        self.wait_for_all_timers()


class Bare(FirstMinute):
    """Without what is only recommended, in German, far from UTC."""

    settings = {"LANG": debian_root.LOCALE, "LC_ALL": debian_root.LOCALE}
    zone = "Asia/Kathmandu"
    options = ["--no-install-recommends"]

    def test_it_is_a_host_without_polkit_in_german(self):
        self.assertNotEqual(self.host.run("dpkg-query", "--status", "polkitd",
                                          check=False).returncode, 0)
        self.assertIn("Aufruf", self.host.output("apt-get", "--help"))
        self.assertIn("+0545", self.host.output("date", "+%z"))

    def test_without_polkit_only_root_may_pause(self):
        refused = self.host.run("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups",
                                "sa", "pause", "fstrim.timer", check=False)
        self.assertNotEqual(refused.returncode, 0)
        self.assertEqual(len(refused.stderr.splitlines()), 1, refused.stderr)
        self.host.sa("pause", "fstrim.timer")
        self.assertTrue(self.host.status("fstrim.service")["paused"])
        self.host.sa("resume", "fstrim.timer")


class Versions(PackageCase):
    """The packages are changed while jobs run all the time: a change takes less than a second."""

    @classmethod
    def prepare(cls, host):
        for version in (HIGHER, LOWER, LATER):
            host.stock_version(version)
        cls.install_built()
        host.job("tick", "sleep 0.1", unit="StartLimitIntervalSec=0",
                 timer="OnCalendar=*:*:0/0.2")
        for name in ("held", "gone"):
            host.job(name, "sleep 0.1", timer="OnCalendar=*:*:0/0.4")
        host.reload()
        host.fire("tick", "held", "gone")
        cls.write_job("made", "sleep 0.3", "schedule: '*:*:*'")
        wait_until(lambda: host.history("gone.service"), 30, "a run of gone.service")
        host.run("systemctl", "stop", "gone.timer")
        host.sa("retire", "gone", "--reason", "moved away")
        host.sa("pause", "held.timer", "--reason", "release")
        wait_until(lambda: host.properties("held.service", "ActiveState")["ActiveState"]
                   in ("inactive", "failed"), 30, "the last run of held.service to end")
        cls.held_runs = len(truth.of(host, "held"))

    @classmethod
    def install_built(cls):
        cls.host.install_packages("--allow-downgrades", version=version_of(built(OURS[0])))

    def change_to(self, version, *options):
        """While at least one run begins before, during and after."""
        before = len(truth.of(self.host, "tick"))
        self.host.install_packages(*options, version=version)
        self.assertEqual(self.host.installed_version(), version)
        self.host.wait_for_watcher()
        now = len(truth.of(self.host, "tick"))
        self.assertGreater(now, before, "no run began meanwhile")
        wait_until(lambda: len(truth.of(self.host, "tick")) > now + 1, 10, "runs after the change")

    def assert_kept(self):
        """What somebody said of units."""
        held, gone = self.host.status("held.service"), self.host.status("gone.service")
        self.assertEqual((held["health"], held["paused"]["reason"]), ("paused", "release"))
        self.assertEqual((gone["health"], gone["retired"]["reason"]), ("retired", "moved away"))
        self.assertEqual(len(truth.of(self.host, "held")), self.held_runs)

    def assert_no_run_lost(self, name, unit):
        told = {line.invocation for line in truth.of(self.host, name)}

        def all_recorded():
            return told <= {run["invocation"] for run in self.host.history(unit)}

        wait_until(all_recorded, 20, f"each of {len(told)} runs of {unit} in the log")

    def test_no_version_loses_a_run_or_forgets_what_was_said(self):
        self.install_built()  # else the first one is no change
        for version, option in ((HIGHER, "--no-remove"), (LOWER, "--allow-downgrades"),
                                (LOWER, "--reinstall"), (LATER, "--no-remove")):
            with self.subTest(version=version, option=option):
                self.change_to(version, option)
                self.assert_kept()
        self.assert_no_run_lost("tick", "tick.service")
        self.assert_no_run_lost("made", "sa-made.service")

    def set_schema(self, schema):
        done = self.host.run("/opt/newer_store", STORE, schema, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.host.run("chown", "scriptactivity:", f"{STORE}/data.mdb", f"{STORE}/lock.mdb")

    def test_a_log_of_a_later_schema_is_refused_and_left_as_it_is(self):
        tool = pathlib.Path(BUILD_DIR) / "tests/host/newer_store"
        self.host.write("/opt/newer_store", "", 0o755)
        (self.host.root / "opt/newer_store").write_bytes(tool.read_bytes())
        before = self.host.history("gone.service")
        self.host.stop_watcher()
        self.set_schema(LATER_SCHEMA)
        data = (self.host.root / STORE.lstrip("/") / "data.mdb").read_bytes()
        self.host.install_packages("--allow-downgrades", version=LOWER)
        wait_until(lambda: not self.host.watcher_is_up(), 20, "the watcher to refuse")
        self.assert_refused(self.host.sa("history", check=False).stderr)
        said = self.host.output("journalctl", "--unit=sa-watcher", "--output=cat", "--lines=50")
        self.assert_refused("\n".join(line for line in said.splitlines() if "schema" in line))
        self.assertEqual((self.host.root / STORE.lstrip("/") / "data.mdb").read_bytes(), data)
        self.host.stop_watcher()
        self.set_schema(KNOWN_SCHEMA)
        self.host.install_packages(version=HIGHER)
        self.host.wait_for_watcher()
        self.assertEqual(self.host.history("gone.service"), before)
        self.assert_kept()

    def assert_refused(self, text):
        self.assertRegex(text, f"its schema is {LATER_SCHEMA}, this program knows up to "
                               f"{KNOWN_SCHEMA}; upgrade this program")


class Removal(PackageCase):
    @classmethod
    def prepare(cls, host):
        host.apt("--no-install-recommends", "satisfy", needs())
        host.job("own", "true", timer="OnCalendar=*:*:*")
        host.write("/etc/init/sa-own.conf", "# Somebody's own\n")
        host.reload()
        host.run("systemctl", "start", "own.timer")
        cls.before = host.files()

    def runs_begin(self, name, count=None):
        """More than `count`, or than there are now."""
        if count is None:
            count = self.count(name)
        wait_until(lambda: self.count(name) > count, 15, f"a run of {name}")

    def count(self, name):
        return len(truth.of(self.host, name))

    def active(self, unit):
        return self.host.properties(unit, "ActiveState")["ActiveState"]

    def install_and_use(self):
        self.host.install_packages(names=ALL)
        before = {name: self.count(name) for name in ("often", "daemon")}
        self.write_job("often", "true", "schedule: '*:*:*'")
        self.write_job("daemon", "sleep 10000", "at-boot: true")
        self.write_job("long", f"until test -e {LONG_MAY_END}; do sleep 0.1; done", "timeout: 5min")
        self.host.write("/etc/scriptactivity/teams.d/lp.yaml", "users: [games]\n")
        self.host.write(f"{JOBS}/lp/scripted.yaml", "script: |\n  true\nschedule: hourly\n")
        self.write_as_on_upstart()
        for name, count in before.items():
            self.runs_begin(name, count)
        self.host.sa("pause", "own.timer", "sa-often.timer")
        self.assertEqual((self.active("own.timer"), self.active("sa-often.timer")),
                         ("inactive", "inactive"))

    def write_as_on_upstart(self):
        """What sa-unitgen writes where Upstart is the init."""
        self.host.write("/etc/init/sa-often.conf", f"# Made by sa-unitgen from {JOBS}/often.yaml, "
                                                   "changes here are lost\n")
        self.host.write("/etc/cron.d/scriptactivity",
                        "# Made by sa-unitgen, changes here are lost\n")

    def assert_nothing_left(self):
        self.assertEqual(sorted(self.host.files() ^ self.before), [])
        users = [word for name in ("scriptactivity", "scriptactivity-notify")
                 for word in ("-user", name, "-o", "-group", name, "-o")]
        owned = self.host.output("find", "/", "/run", "-xdev", "(", *users, "-nouser", ")")
        self.assertEqual(owned, "")
        named = self.host.output("find", "/run", "/var", "/etc", "/usr", "-name",
                                 "*scriptactivity*", "-o", "-name", "sa-*.service*", "-o",
                                 "-name", "*sa-*.timer*")
        kept = [line for line in named.splitlines() if not line.startswith("/var/cache/")]
        self.assertEqual(kept, [])

    def assert_no_unit_loaded(self):
        loaded = self.host.output("systemctl", "list-units", "--all", "--plain", "--no-legend",
                                  "sa-*", "sa.slice")
        self.assertEqual(loaded, "")

    def configuration(self):
        """All that people wrote, with the instant at which they did."""
        folder = self.host.root / "etc/scriptactivity"
        return {str(path): (path.read_bytes(), path.stat().st_mtime_ns)
                for path in folder.rglob("*.yaml")}

    def assert_found_again(self, runs):
        self.host.wait_for_watcher()
        wait_until(lambda: self.host.status("own.service"), 30, "the watcher's status")
        kept = {run["invocation"] for run in self.host.history("own.service")}
        self.assertEqual({run["invocation"] for run in runs} - kept, set())
        self.assertIsNone(self.host.status("own.service")["paused"])

    def test_removed_and_installed_again_it_finds_what_was_there(self):
        self.install_and_use()
        runs, configuration = self.host.history("own.service"), self.configuration()
        self.host.apt("remove", *ALL)
        self.assertEqual(self.configuration(), configuration)
        self.host.install_packages(names=ALL)
        self.assertEqual(self.configuration(), configuration)
        self.assert_found_again(runs)
        for name in ("own", "often"):
            self.runs_begin(name)
        self.host.apt("purge", *ALL)

    def test_removed_it_leaves_jobs_that_go_on_and_purged_nothing(self):
        self.install_and_use()
        said = self.host.apt("remove", *ALL).stdout
        self.assertIn("own.timer", said)
        self.assertIn("sa-often.timer", said)
        for name in ("own", "often"):
            self.runs_begin(name)
        self.assertEqual(self.active("sa-daemon.service"), "active")
        self.assertTrue((self.host.root / STORE.lstrip("/") / "data.mdb").exists())
        said = self.host.apt("purge", *ALL).stdout
        self.assertIn("/etc/scriptactivity", said)
        self.assert_nothing_left()
        self.assert_no_unit_loaded()
        self.runs_begin("own")

    def test_purged_at_once_it_leaves_nothing_but_a_run_that_goes(self):
        self.install_and_use()
        self.host.sa("run", "long")
        self.runs_begin("long", 0)
        self.host.apt("purge", *ALL)
        self.assertIsNone(truth.of(self.host, "long")[0].code)
        self.assert_nothing_left()
        self.host.write(LONG_MAY_END, "")
        wait_until(lambda: truth.of(self.host, "long")[0].code == 0, 20, "the end of the long run")
        self.runs_begin("own")


if __name__ == "__main__":
    host_case.main()
