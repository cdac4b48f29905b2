#!/usr/bin/python3
"""sa retire and unretire: an expectation outlives its timer until somebody says so."""

import control_host
from host import wait_until

YEARLY = "OnCalendar=*-01-01 03:00:00"


class Retire(control_host.ControlCase):
    @classmethod
    def prepare(cls, host):
        super().prepare(host)
        web = control_host.SECTION.format(team="web")
        for name, unit in {"gone": "", "kept": "", "webby": web, "other": ""}.items():
            host.job(name, "true", unit=unit, timer=f"{YEARLY}\nOnActiveSec=0")

    @classmethod
    def begin(cls, host):
        super().begin(host)
        host.fire("gone", "kept", "webby", "other")
        for name in ("gone", "kept", "webby", "other"):
            host.wait_for_runs(f"{name}.service")

    def sa(self, *arguments, user="root"):
        """Exit code, then what it said on both streams."""
        done = self.as_user(user, "sa", *arguments)
        return done.returncode, done.stdout + done.stderr

    def retired(self, unit):
        row = self.host.status(unit)
        return row and row["retired"]

    def wait_for_health(self, unit, health):
        wait_until(lambda: (self.host.status(unit) or {}).get("health") == health,
                   what=f"{unit} to be {health}")

    def test_root_retires_a_deleted_unit_and_its_history_stays(self):
        self.host.run("systemctl", "stop", "gone.timer")
        for name in ("gone.timer", "gone.service"):
            (self.host.root / "etc/systemd/system" / name).unlink()
        self.host.reload()
        self.assertIsNone(self.retired("gone.service"))
        self.assertEqual(self.sa("retire", "gone", "--reason", "moved to another host"),
                         (0, "gone.service is not expected any more; its history stays, "
                             "'sa unretire' takes it back\n"))
        self.wait_for_health("gone.service", "retired")
        retired = self.retired("gone.service")
        self.assertEqual((retired["by"], retired["reason"]), ("root", "moved to another host"))
        self.assertEqual(len(self.host.history("gone.service")), 1)
        log = self.host.output("journalctl", "--quiet", "--unit=sa-watcher.service")
        self.assertIn("root retired 'gone.service': 'moved to another host'", log)

    def test_a_retirement_outlives_the_watcher_and_is_taken_back(self):
        self.assertEqual(self.sa("retire", "kept.service")[0], 0)
        self.host.run("systemctl", "kill", "--signal=KILL", "sa-watcher.service")
        wait_until(lambda: self.retired("kept.service"), what="the watcher to be back")
        wait_until(lambda: self.sa("unretire", "kept")[0] == 0, what="the watcher on the bus")
        wait_until(lambda: self.retired("kept.service") is None, what="kept to be expected again")

    def test_members_of_its_group_retire_a_unit_of_the_team_and_no_other(self):
        self.assertEqual(self.sa("retire", "webby", user="mallory"),
                         (3, "sa: mallory may not retire 'webby.service': do it as an "
                             "administrator, with sudo\n"))
        self.assertIsNone(self.retired("webby.service"))
        self.assertEqual(self.sa("retire", "webby", user="alice")[0], 0)
        wait_until(lambda: self.retired("webby.service"), what="webby to be retired")
        self.assertEqual(self.sa("retire", "other", user="alice")[0], 3)
        self.assertIsNone(self.retired("other.service"))

    def test_unknown_units_are_refused_with_near_ones_and_nothing_is_done(self):
        code, said = self.sa("retire", "other", "oter")
        self.assertEqual((code, len(said.splitlines())), (1, 1), said)
        self.assertIn("did you mean 'other", said)
        self.assertEqual(self.sa("retire", "nowhere.service"),
                         (1, "sa: no unit 'nowhere.service' is known, see 'sa status --all'\n"))
        self.assertIsNone(self.retired("other.service"))


if __name__ == "__main__":
    control_host.host_case.main()
