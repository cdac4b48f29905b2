#!/usr/bin/python3
"""sa retire and unretire: an expectation outlives its timer until somebody says so."""

import control_host
import truth
from host import wait_until

YEARLY = "OnCalendar=*-01-01 03:00:00"


class Retire(control_host.ControlCase):
    @classmethod
    def prepare(cls, host):
        super().prepare(host)
        web = control_host.SECTION.format(team="web")
        for name, unit in {"gone": "", "kept": "", "webby": web, "other": "",
                           "stopped": web}.items():
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
        self.assertEqual({run["invocation"] for run in self.host.history("gone.service")},
                         {lines.invocation for lines in truth.of(self.host, "gone")})
        log = self.host.output("journalctl", "--quiet", "--unit=sa-watcher.service")
        self.assertIn("root retired 'gone.service': 'moved to another host'", log)

    def test_the_status_has_it_as_soon_as_the_person_is_answered(self):
        for _ in range(20):
            self.assertEqual(self.sa("retire", "other")[0], 0)
            self.assertIsNotNone(self.retired("other.service"))
            self.assertEqual(self.sa("unretire", "other")[0], 0)
            self.assertIsNone(self.retired("other.service"))

    def test_a_retirement_outlives_the_watcher_and_is_taken_back(self):
        self.assertEqual(self.sa("retire", "kept.service")[0], 0)
        self.host.run("systemctl", "kill", "--signal=KILL", "sa-watcher.service")
        wait_until(lambda: self.retired("kept.service"), what="the watcher to be back")
        wait_until(lambda: self.sa("unretire", "kept")[0] == 0, what="the watcher on the bus")
        wait_until(lambda: self.retired("kept.service") is None, what="kept to be expected again")

    def test_members_of_its_group_retire_a_unit_of_the_team_and_no_other(self):
        self.assertEqual(self.sa("retire", "webby", user="mallory"),
                         (3, "sa: mallory may not retire 'webby.service': members of the "
                             "group 'webbers' may, or do it as an administrator, with sudo\n"))
        self.assertIsNone(self.retired("webby.service"))
        self.assertEqual(self.sa("retire", "webby", user="alice")[0], 0)
        wait_until(lambda: self.retired("webby.service"), what="webby to be retired")
        self.assertEqual(self.sa("retire", "other", user="alice")[0], 3)
        self.assertIsNone(self.retired("other.service"))

    def test_a_timer_is_stopped_and_disabled_with_its_unit_by_who_may_retire_it(self):
        timer = self.host.root / "etc/systemd/system/stopped.timer"
        with timer.open("a") as file:
            file.write("[Install]\nWantedBy=timers.target\n")
        self.host.reload()
        self.host.run("systemctl", "enable", "--now", "stopped.timer")
        wait_until(lambda: self.host.status("stopped.service"), what="the watcher to know it")
        self.assertEqual(self.sa("retire", "stopped", "--stop", user="mallory")[0], 3)
        self.assertIn("NotAuthorized: mallory may not stop 'stopped.timer'",
                      self.call("mallory", "StopTimer", "string:stopped.timer", "boolean:false"))
        self.assertEqual(self.active("stopped.timer"), "active")
        self.assertEqual(self.sa("retire", "stopped", "--stop", user="alice"), (
            0, "stopped.service is not expected any more; its history stays, 'sa unretire' takes "
               "it back\nstopped.timer is stopped and disabled\n"))
        state = self.host.properties("stopped.timer", "ActiveState", "UnitFileState")
        self.assertEqual(state, {"ActiveState": "inactive", "UnitFileState": "disabled"})
        self.wait_for_health("stopped.service", "retired")
        wait_until(lambda: {"retire", "stop"} == {
            change["verb"] for change in self.host.json("show", "stopped.service")[0]["changes"]},
                   what="both changes to be booked")
        self.assertEqual(self.sa("retire", "stopped", "--stop")[1].splitlines()[1],
                         "stopped.timer was stopped and disabled already")

    def test_unknown_units_are_refused_with_near_ones_and_nothing_is_done(self):
        code, said = self.sa("retire", "other", "oter")
        self.assertEqual((code, len(said.splitlines())), (1, 1), said)
        self.assertIn("did you mean 'other", said)
        self.assertEqual(self.sa("retire", "nowhere.service"),
                         (1, "sa: no unit 'nowhere.service' is known, see 'sa status --all'\n"))
        self.assertIsNone(self.retired("other.service"))


if __name__ == "__main__":
    control_host.host_case.main()
