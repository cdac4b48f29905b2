#!/usr/bin/python3
"""check_sa_units as the user nagios, and run by a real Nagios."""

import shutil

import host_case
import nagios_status
from host import wait_until
from watched_host import REPOSITORY

PLUGIN = "/usr/lib/nagios/plugins/check_sa_units"
STATUS = "/run/scriptactivity/status"
NAGIOS_STATUS = "var/lib/nagios4/status.dat"
# Timers that every Debian host has, none of which needs anybody's attention.
DEBIANS_OWN = ["apt-daily.timer", "apt-daily-upgrade.timer", "dpkg-db-backup.timer", "fstrim.timer"]
OK, WARNING, CRITICAL, UNKNOWN = range(4)
COUNTS = ["units", "ok", "late", "overdue", "failed", "broken", "overrunning", "suspect", "running",
          "waiting", "paused", "retired"]

NAGIOS = """\
log_file=/var/log/nagios4/nagios.log
cfg_file=/etc/nagios4/scriptactivity.cfg
cfg_file=/etc/nagios4/objects.cfg
resource_file=/etc/nagios4/resource.cfg
object_cache_file=/var/lib/nagios4/objects.cache
status_file=/var/lib/nagios4/status.dat
lock_file=/var/lib/nagios4/nagios.pid
temp_file=/var/lib/nagios4/nagios.tmp
check_result_path=/var/lib/nagios4/spool/checkresults
nagios_user=nagios
nagios_group=nagios
interval_length=1
status_update_interval=1
check_result_reaper_frequency=1
check_for_updates=0
use_syslog=0
"""
# Nagios does not start without somebody to tell.
HOST_OBJECT = """\
define host {
    host_name           testhost
    address             127.0.0.1
    max_check_attempts  1
}
define command {
    command_name  tell_nobody
    command_line  /bin/true
}
define contact {
    contact_name                   nobody
    host_notification_commands     tell_nobody
    service_notification_commands  tell_nobody
}
"""
SERVICE_OBJECT = """\
define service {{
    host_name            testhost
    service_description  {name}
    check_command        check_sa_units!{options}
    check_interval       1
    retry_interval       1
    max_check_attempts   1
}}
"""
SERVICES = {"slow": "--unit slow -v", "ghost": "--unit ghost", "flip": "--unit 'fl?p' -c 1h",
            "often": "--unit often"}


class Nagios(host_case.HostCase):
    @classmethod
    def prepare(cls, host):
        shutil.copy(REPOSITORY / "check/nagios/scriptactivity.cfg", host.root / "etc/nagios4")
        host.write("/etc/nagios4/test.cfg", NAGIOS)
        services = [SERVICE_OBJECT.format(name=name, options=options)
                    for name, options in SERVICES.items()]
        host.write("/etc/nagios4/objects.cfg", HOST_OBJECT + "".join(services))
        host.unit("nagios-test.service",
                  "[Service]\nExecStart=/usr/sbin/nagios4 /etc/nagios4/test.cfg\n")
        host.job("good", "true")
        host.job("bad", "exit 3")
        host.job("flip", "test -e /run/flip-is-well")
        host.job("ghost", "true", unit="Requires=nowhere.service")
        host.job("slow", "while ! test -e /run/slow-may-end; do sleep 0.1; done")
        host.job("often", "true", timer="OnCalendar=*-*-* *:*:0/3")
        host.write("/etc/systemd/system/often.service.d/owes.conf",
                   "[X-ScriptActivity]\nGrace=10s\n")
        host.write("/etc/systemd/system/slow.service.d/owes.conf",
                   "[X-ScriptActivity]\nMaxRuntime=3s\n")

    @classmethod
    def begin(cls, host):
        host.run("systemctl", "start", *DEBIANS_OWN)
        wait_until(lambda: set(DEBIANS_OWN) <= {timer for row in host.json("status")
                                                for timer in row["timers"]}, what="their rows")
        cls.fresh = cls.ask(host)
        host.fire("good", "bad", "ghost")
        host.wait_for_runs("good.service")
        host.wait_for_runs("bad.service")
        wait_until(lambda: cls.ask(host, "--unit", "ghost")[0] == CRITICAL, what="a dead timer")

    @staticmethod
    def ask(host, *arguments):
        """(exit code, output) of the plugin as nagios, who is in no group but one of nobody's."""
        done = host.run("setpriv", "--reuid=nagios", "--regid=nogroup", "--clear-groups", PLUGIN,
                        *arguments, check=False)
        if done.stderr:
            raise AssertionError(done.stderr)
        return done.returncode, done.stdout

    def check(self, *arguments):
        return self.ask(self.host, *arguments)

    def assert_trouble(self, answer, pattern):
        self.assertEqual(answer[0], UNKNOWN, answer)
        self.assertRegex(answer[1], rf"\ASA_UNITS UNKNOWN - {pattern}\n\Z")

    def wait_in_nagios(self, service, state, saying=""):
        try:
            return nagios_status.wait_for(self.host.root / NAGIOS_STATUS, service, state, saying)
        except AssertionError:
            print(self.host.output("journalctl", "--unit=nagios-test", "-n20"))
            raise

    def test_nothing_is_wrong_where_nothing_is_configured(self):
        code, text = self.fresh
        self.assertEqual(code, OK, text)
        self.assertEqual(len(text.splitlines()), 1)
        self.assertRegex(text, r"\ASA_UNITS OK - [0-9]+ units: ")

    def test_a_failing_job_is_critical(self):
        code, text = self.check("--unit", "bad", "--unit", "good")
        self.assertEqual(code, CRITICAL)
        said, performance = text.split(" | ")
        self.assertEqual(said, "SA_UNITS CRITICAL - 1 of 2 units: bad failed, exit 3\n"
                               "[CRITICAL] bad failed, exit 3")
        values = dict(pair.split("=") for pair in performance.split())
        self.assertEqual(list(values), [*COUNTS, "'good_age'"])
        self.assertEqual((values["units"], values["ok"], values["failed"]), ("2", "1", "1"))
        self.assertRegex(values["'good_age'"], r"\A[0-9]{1,3}s\Z")

    def test_a_dead_timer_is_critical(self):
        code, text = self.check("--unit", "ghost")
        self.assertEqual(code, CRITICAL)
        self.assertTrue(text.startswith(
            "SA_UNITS CRITICAL - 1 of 1 unit: ghost broken, ghost.timer is dead: "), text)

    def test_the_age_of_the_last_success_is_judged(self):
        self.assertEqual(self.check("--unit", "good", "-c", "1h")[0], OK)
        wait_until(lambda: self.check("--unit", "good", "-c", "1s")[0] == CRITICAL, 10, "a second")
        code, text = self.check("--unit", "bad", "-c", "1h")
        self.assertEqual(code, CRITICAL)
        self.assertTrue(text.startswith("SA_UNITS CRITICAL - 1 of 1 unit: bad has no known "
                                        "success: failed, exit 3\n"), text)

    def test_a_watcher_that_is_killed_makes_no_difference(self):
        seen = set()
        for _ in range(3):
            before = self.host.properties("sa-watcher.service", "NRestarts")
            self.host.run("systemctl", "kill", "--signal=KILL", "sa-watcher.service")
            for _ in range(30):
                seen.add(self.check("--unit", "bad")[1].split(" | ")[0])
            wait_until(lambda old=before: self.host.properties(
                "sa-watcher.service", "NRestarts", "ActiveState") == {
                    "ActiveState": "active", "NRestarts": str(int(old["NRestarts"]) + 1)},
                       30, "the watcher's return")
        self.assertEqual(seen, {"SA_UNITS CRITICAL - 1 of 1 unit: bad failed, exit 3\n"
                                "[CRITICAL] bad failed, exit 3"})

    def test_a_silent_watcher_is_unknown(self):
        self.host.run("systemctl", "kill", "--signal=STOP", "sa-watcher.service")
        try:
            self.host.run("touch", "--date=3 minutes ago", STATUS)
            self.assert_trouble(self.check(),
                                r"the watcher has been silent for 3min \(since 20[-0-9: ]+\), so "
                                r"nothing is judged: see 'systemctl status sa-watcher'")
        finally:
            self.host.run("systemctl", "kill", "--signal=CONT", "sa-watcher.service")
        wait_until(lambda: self.check()[0] == CRITICAL, 40, "a heartbeat")

    def test_a_stopped_watcher_is_unknown(self):
        self.host.stop_watcher()
        try:
            self.assert_trouble(self.check(), f"cannot read the status file '{STATUS}': No such "
                                              "file or directory; see 'systemctl status "
                                              "sa-watcher'")
        finally:
            self.host.start_watcher()

    def test_nagios_shows_how_a_job_goes_from_good_to_overlong_and_back(self):
        self.host.run("touch", "/run/flip-is-well", "/run/slow-may-end")
        self.host.fire("flip", "slow")
        self.host.wait_for_runs("slow.service")
        self.host.run("systemctl", "start", "nagios-test.service")
        good = self.wait_in_nagios("slow", OK, saying="1 ok")
        self.assertEqual(good["plugin_output"], "SA_UNITS OK - 1 unit: 1 ok")
        self.assertEqual(good["long_plugin_output"].strip("\\n"), "[OK] slow ok")
        self.assertRegex(good["performance_data"],
                         r"\Aunits=1 ok=1 late=0 .* retired=0 'slow_age'=[0-9]+s\Z")
        self.assertRegex(self.wait_in_nagios("flip", OK)["performance_data"],
                         r" 'flip_age'=[0-9]+s;;3600\Z")
        dead = self.wait_in_nagios("ghost", CRITICAL)
        self.assertTrue(dead["plugin_output"].startswith(
            "SA_UNITS CRITICAL - 1 of 1 unit: ghost broken, ghost.timer is dead: "), dead)

        self.host.run("rm", "/run/slow-may-end")
        self.host.run("systemctl", "restart", "slow.timer")
        late = self.wait_in_nagios("slow", WARNING)
        self.assertTrue(late["plugin_output"].startswith(
            "SA_UNITS WARNING - 1 of 1 unit: slow overrunning, "), late)
        self.host.run("touch", "/run/slow-may-end")
        self.wait_in_nagios("slow", OK, saying="SA_UNITS OK - 1 unit: 1 ok")
        self.host.stop_watcher()
        try:
            self.assertIn("cannot read the status file",
                          self.wait_in_nagios("slow", UNKNOWN)["plugin_output"])
        finally:
            self.host.start_watcher()
        self.wait_in_nagios("slow", OK)

    def test_nagios_shows_how_a_job_goes_from_good_to_late_to_overdue_and_back(self):
        self.host.fire("often")
        self.host.wait_for_runs("often.service")
        self.host.run("systemctl", "start", "nagios-test.service")
        self.wait_in_nagios("often", OK, saying="1 ok")
        self.host.run("systemctl", "stop", "often.timer")
        late = self.wait_in_nagios("often", WARNING)["plugin_output"]
        self.assertTrue(late.startswith("SA_UNITS WARNING - 1 of 1 unit: often late"), late)
        overdue = self.wait_in_nagios("often", CRITICAL)["plugin_output"]
        self.assertTrue(overdue.startswith("SA_UNITS CRITICAL - 1 of 1 unit: often overdue"),
                        overdue)
        self.host.fire("often")
        self.wait_in_nagios("often", OK)


if __name__ == "__main__":
    host_case.main()
