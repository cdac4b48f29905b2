#!/usr/bin/python3
"""Job files become timers by themselves: what the service does after each kind of change, and how
soon, on a booted host."""

import json
import pathlib
import subprocess
import time
import unittest

import host_case
from host import wait_until
from watched_host import WatchedHost

CONFIG = "/etc/scriptactivity"
JOBS = f"{CONFIG}/jobs.d"
UNITS = "/etc/systemd/system"
STATE = "/var/lib/scriptactivity-jobs"
SERVICE = "sa-unitgen.service"
# Seconds from a change of a file to its effect: five are promised; a host that shares two cores
# with three others, as here, may take longer.
SOON = 15
APPLY_PAUSE = 2  # seconds between two applies, at least
POLICY = "users: [daemon]\ngroup: adm\n"


def job(command="/usr/bin/true", schedule="*-12-24 12:00", more=""):
    return f'command: {command}\nschedule: "{schedule}"\n{more}'


class Apply(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.slowest = 0
        cls.host = cls.enterClassContext(WatchedHost())
        cls.host.install()
        cls.host.write(f"{CONFIG}/teams.d/lp.yaml", POLICY)
        cls.host.write(f"{JOBS}/first.yaml", job())
        cls.host.boot()
        cls.host.run("systemctl", "start", SERVICE)

    @classmethod
    def tearDownClass(cls):
        print(f"the slowest change took effect after {cls.slowest:.2f} s")

    def write(self, name, text, mode=0o644):
        """As an editor does: aside, then renamed into place. Seen from the host, so that its
        kernel tells its watch."""
        self.host.run("sh", "-c", f"mkdir -p $(dirname {JOBS}/{name}) && cat > {JOBS}/.new && "
                      f"chmod {mode:o} {JOBS}/.new && mv {JOBS}/.new {JOBS}/{name}", stdin=text)
        return time.monotonic()

    def remove(self, *names):
        self.host.run("rm", "-r", *(f"{JOBS}/{name}" for name in names))
        return time.monotonic()

    def soon(self, condition, what, since=None):
        """The change has this effect soon."""
        since = since or time.monotonic()
        wait_until(condition, 60, what)
        took = time.monotonic() - since
        type(self).slowest = max(self.slowest, took)
        self.assertLessEqual(took, SOON, what)

    def unit(self, name):
        """Its text, or None."""
        done = self.host.run("cat", f"{UNITS}/{name}", check=False)
        return done.stdout if done.returncode == 0 else None

    def is_active(self, unit):
        return self.host.output("systemctl", "is-active", unit, check=False).strip() == "active"

    def is_gone(self, name):
        loaded = self.host.properties(f"sa-{name}.timer", "LoadState", "ActiveState")
        files = self.host.output("find", UNITS, "-name", f"sa-{name}.*").split()
        return loaded == {"LoadState": "not-found", "ActiveState": "inactive"} and not files

    def calendar(self, name):
        return self.host.properties(f"sa-{name}.timer", "TimersCalendar")["TimersCalendar"]

    def problems(self):
        found = json.loads(self.host.output("cat", f"{STATE}/problems.json"))["problems"]
        return [(pathlib.Path(problem["file"]).name, problem["line"], problem["key"],
                 problem["unit"]) for problem in found if problem["severity"] == "problem"]

    def apply(self, *arguments, **options):
        return self.host.run("sa-unitgen", "apply", *arguments, **options)

    def settle(self):
        """Until the watch has seen everything: an apply by hand has nothing to do."""
        wait_until(lambda: "nothing to do" in self.apply("--dry-run", check=False).stdout, 30,
                   "nothing to be left")

    def test_at_its_start_everything_is_applied(self):
        self.assertTrue(self.is_active("sa-first.timer"))
        state = self.host.properties("sa-first.timer", "UnitFileState", "FragmentPath")
        self.assertEqual(state, {"UnitFileState": "enabled",
                                 "FragmentPath": f"{UNITS}/sa-first.timer"})

    def test_a_new_job_a_changed_one_and_a_removed_one(self):
        since = self.write("life.yaml", job())
        self.soon(lambda: self.is_active("sa-life.timer"), "a new timer to be active", since)
        self.assertIn("12-24 12:00", self.calendar("life"))
        since = self.write("life.yaml", job(schedule="*-12-25 13:00"))
        self.soon(lambda: "12-25 13:00" in self.calendar("life"), "an active timer to change",
                  since)
        self.assertIn("Fri 2026-12-25 13:00", self.host.output(
            "systemctl", "show", "--property=NextElapseUSecRealtime", "sa-life.timer",
            "--timestamp=pretty"))
        since = self.remove("life.yaml")
        self.soon(lambda: self.is_gone("life"), "a removed job's units to go", since)

    def test_a_file_that_is_written_in_place_and_never_closed(self):
        self.write("open.yaml", job())
        self.soon(lambda: self.is_active("sa-open.timer"), "a new timer")
        writer = subprocess.Popen(
            self.host.command("sh", "-c", f"exec 3> {JOBS}/open.yaml; cat >&3; sleep 60"),
            stdin=subprocess.PIPE)
        self.addCleanup(writer.wait)
        self.addCleanup(writer.kill)
        writer.stdin.write(job(schedule="*-12-26 14:00").encode())
        writer.stdin.close()
        self.soon(lambda: "12-26 14:00" in self.calendar("open"), "the open file to count")

    def test_a_new_team_folder_and_files_in_it(self):
        since = self.write("lp/garbo.yaml", job())
        self.soon(lambda: self.is_active("sa-garbo.timer"), "a job in a new folder", since)
        self.assertIn("User=daemon\n", self.unit("sa-garbo.service"))
        since = self.write("lp/poll.yaml", job())
        self.soon(lambda: self.is_active("sa-poll.timer"), "a job in a known folder", since)
        self.host.run("mv", f"{JOBS}/lp", f"{JOBS}/web")
        self.host.run("cp", f"{CONFIG}/teams.d/lp.yaml", f"{CONFIG}/teams.d/web.yaml")
        self.soon(lambda: "Team=web" in (self.unit("sa-garbo.service") or ""),
                  "a folder under another name")
        since = self.remove("web")
        self.soon(lambda: self.is_gone("garbo") and self.is_gone("poll"), "a removed folder",
                  since)

    def test_a_policy_that_changes(self):
        self.write("ops/backup.yaml", job())
        self.soon(lambda: ("backup.yaml", 1, "", "sa-backup.service") in self.problems(),
                  "a team without a policy to be told")
        self.assertIsNone(self.unit("sa-backup.service"))
        self.host.run("cp", f"{CONFIG}/teams.d/lp.yaml", f"{CONFIG}/teams.d/ops.yaml")
        self.soon(lambda: self.is_active("sa-backup.timer"), "a policy to count")
        self.host.run("rm", f"{CONFIG}/teams.d/ops.yaml")
        self.soon(lambda: ("backup.yaml", 1, "", "sa-backup.service") in self.problems(),
                  "a removed policy to count")
        self.assertTrue(self.is_active("sa-backup.timer"))
        self.remove("ops")
        self.soon(lambda: self.is_gone("backup"), "the job to go")

    def test_a_change_while_an_apply_is_running(self):
        many = "".join(f"printf 'command: /usr/bin/true\\nschedule: daily\\n' > many-{n}.yaml\n"
                       for n in range(800))
        self.write("a-first.yaml", job())
        self.soon(lambda: self.is_active("sa-a-first.timer"), "a new timer")
        self.host.run("sh", "-c", f"mkdir -p {JOBS}.many && cd {JOBS}.many && sh", stdin=many)
        main = self.host.properties(SERVICE, "MainPID")["MainPID"]
        self.host.run("sh", "-c", f"mv {JOBS}.many/* {JOBS}/")
        wait_until(lambda: self.host.output("pgrep", "--parent", main, check=False), 30,
                   "an apply to run", interval=0.005)
        wait_until(lambda: self.unit("sa-many-799.timer"), 30, "it to be past its reading",
                   interval=0.005)
        since = self.write("a-first.yaml", job(schedule="*-12-27 15:00"))
        self.soon(lambda: "12-27 15:00" in self.calendar("a-first"), "a change meanwhile", since)
        self.settle()
        timers = [f"sa-many-{number}.timer" for number in range(800)]
        states = self.host.output("systemctl", "is-active", *timers, check=False).split()
        self.assertEqual(states, ["active"] * 800)
        self.host.run("sh", "-c", f"rm {JOBS}/many-*")
        self.soon(lambda: self.is_gone("many-1"), "800 jobs to go")

    def test_jobs_d_that_is_replaced_and_that_is_gone_for_a_while(self):
        self.write("stays.yaml", job())
        self.soon(lambda: self.is_active("sa-stays.timer"), "a new timer")
        self.host.run("sh", "-c", f"cp -r {JOBS} {JOBS}.new; rm {JOBS}.new/stays.yaml; "
                      f"mv {JOBS} {JOBS}.old; mv {JOBS}.new {JOBS}")
        self.soon(lambda: self.is_gone("stays"), "another jobs.d to count")
        self.write("again.yaml", job())
        self.soon(lambda: self.is_active("sa-again.timer"), "a job in another jobs.d")
        self.host.run("mv", JOBS, f"{JOBS}.gone")
        self.soon(lambda: ("jobs.d", 1, "", "") in self.problems(), "a missing jobs.d to be told")
        self.assertTrue(self.is_active("sa-again.timer"))
        self.host.run("mv", f"{JOBS}.gone", JOBS)
        self.soon(lambda: not self.problems(), "all to be well again")
        since = self.remove("again.yaml")
        self.soon(lambda: self.is_gone("again"), "the watch to go on", since)
        self.host.run("rm", "-r", f"{JOBS}.old")

    def test_the_whole_configuration_that_is_replaced(self):
        self.host.run("sh", "-c", f"cp -r {CONFIG} {CONFIG}.new; mv {CONFIG} {CONFIG}.old; "
                      f"sleep 1; mv {CONFIG}.new {CONFIG}", check=False)
        since = self.write("elsewhere.yaml", job())
        self.soon(lambda: self.is_active("sa-elsewhere.timer"), "a job in another place", since)
        self.remove("elsewhere.yaml")
        self.soon(lambda: self.is_gone("elsewhere"), "it to go")
        self.host.run("rm", "-rf", f"{CONFIG}.old")

    def test_a_broken_file_keeps_its_last_good_units(self):
        self.write("fragile.yaml", job())
        self.soon(lambda: self.is_active("sa-fragile.timer"), "a new timer")
        before = self.unit("sa-fragile.service")
        self.write("fragile.yaml", "comand: x\n")
        self.soon(lambda: ("fragile.yaml", 1, "comand", "sa-fragile.service") in self.problems(),
                  "the problem to be told")
        self.assertEqual(self.unit("sa-fragile.service"), before)
        self.assertTrue(self.is_active("sa-fragile.timer"))
        done = self.apply(check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("jobs.d/fragile.yaml:1:1: comand: ", done.stderr)
        self.remove("fragile.yaml")
        self.soon(lambda: self.is_gone("fragile") and not self.problems(), "both to go")

    def test_what_the_admin_disabled_stays_disabled(self):
        self.write("off.yaml", job())
        self.soon(lambda: self.is_active("sa-off.timer"), "a new timer")
        self.host.run("systemctl", "disable", "--now", "sa-off.timer")
        self.write("off.yaml", job(schedule="*-12-28 16:00"))
        self.soon(lambda: "12-28 16:00" in self.unit("sa-off.timer"), "its text to change")
        self.settle()
        state = self.host.properties("sa-off.timer", "UnitFileState", "ActiveState")
        self.assertEqual(state, {"UnitFileState": "disabled", "ActiveState": "inactive"})
        self.remove("off.yaml")

    def test_a_job_that_is_disabled_and_enabled_in_its_file(self):
        self.write("toggled.yaml", job())
        self.soon(lambda: self.is_active("sa-toggled.timer"), "a new timer")
        self.write("toggled.yaml", job(more="disabled: true\n"))
        self.soon(lambda: not self.is_active("sa-toggled.timer"), "its timer to stop")
        self.soon(lambda: self.unit("sa-toggled.timer") is None, "its timer to go")
        self.assertIsNotNone(self.unit("sa-toggled.service"))
        self.write("toggled.yaml", job())
        self.soon(lambda: self.is_active("sa-toggled.timer"), "its timer to be back")
        self.remove("toggled.yaml")

    def test_a_dead_timer_is_revived_when_its_job_is_mended(self):
        self.write("dead.yaml", job(schedule="every 1s", more="requires: [nowhere.service]\n"))
        wait_until(lambda: self.host.properties("sa-dead.timer", "Result")["Result"] ==
                   "resources", 30, "the timer to die")
        self.write("dead.yaml", job(schedule="every 1s"))
        self.soon(lambda: self.is_active("sa-dead.timer"), "the timer to live again")
        self.remove("dead.yaml")

    def test_a_run_that_goes_is_left_to_finish(self):
        self.write("going.yaml", job("/bin/sh -c 'touch /root/began; sleep 4; touch /root/ended'"))
        self.soon(lambda: self.is_active("sa-going.timer"), "a new timer")
        self.host.run("systemctl", "start", "--no-block", "sa-going.service")
        wait_until(lambda: (self.host.root / "root/began").exists(), 10, "the run to begin")
        self.remove("going.yaml")
        self.soon(lambda: self.unit("sa-going.service") is None, "its unit to go")
        self.assertFalse((self.host.root / "root/ended").exists())
        wait_until(lambda: (self.host.root / "root/ended").exists(), 10, "the run to end")

    def test_a_daemon_is_started_restarted_and_stopped(self):
        def pid():
            return int(self.host.properties("sa-spirit.service", "MainPID")["MainPID"])

        def words():
            path = pathlib.Path("/proc", str(pid()), "cmdline")
            return self.host.output("cat", path, check=False).split("\0")[:-1]

        self.write("spirit.yaml", "command: /usr/bin/sleep 1000\nat-boot: true\n")
        self.soon(lambda: words() == ["/usr/bin/sleep", "1000"], "a daemon to run")
        self.write("spirit.yaml", "command: /usr/bin/sleep 2000\nat-boot: true\n")
        self.soon(lambda: words() == ["/usr/bin/sleep", "2000"], "a changed daemon to run")
        self.remove("spirit.yaml")
        self.soon(lambda: pid() == 0 and self.unit("sa-spirit.service") is None, "it to stop")

    def test_a_script_is_its_own_groups_business(self):
        self.write("lp/secret.yaml", "script: |\n  echo one\nschedule: daily\n")
        self.soon(lambda: self.is_active("sa-secret.timer"), "a new timer")
        path = f"{CONFIG}/scripts/secret"
        self.assertEqual(self.host.output("stat", "--format=%U:%G %a", path).strip(),
                         "root:daemon 640")
        self.remove("lp/secret.yaml")
        self.soon(lambda: self.is_gone("secret"), "the job to go")
        self.assertNotEqual(self.host.run("test", "-e", path, check=False).returncode, 0)

    def test_a_second_apply_changes_and_reloads_nothing(self):
        self.settle()

        def stamps():
            return self.host.output("find", UNITS, STATE, f"{CONFIG}/scripts", "-printf",
                                    "%p %i %T@ %C@\n")

        def reloads():
            return self.host.output("journalctl", "--quiet", "--grep=Reloading", "_PID=1",
                                    check=False)

        self.apply()
        before = stamps(), reloads()
        self.assertRegex(self.apply().stdout, r"\A\d+ jobs?: nothing to do\n\Z")
        self.assertEqual((stamps(), reloads()), before)

    def test_systemd_out_of_reach_changes_nothing_and_the_next_apply_does(self):
        away = {"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nowhere"}
        self.host.run("systemctl", "stop", SERVICE)
        self.addCleanup(self.host.run, "systemctl", "start", SERVICE)
        self.write("late.yaml", job())
        done = self.apply(environment=away, check=False)
        self.assertEqual((done.returncode, self.unit("sa-late.timer")), (3, None))
        self.assertIn("sa-unitgen: cannot reach the system bus: ", done.stderr)
        self.apply()
        self.assertTrue(self.is_active("sa-late.timer"))
        self.remove("late.yaml")
        self.apply()

    def test_an_apply_that_is_killed_is_completed_by_the_next(self):
        self.host.run("systemctl", "stop", SERVICE)
        self.addCleanup(self.host.run, "systemctl", "start", SERVICE)
        for number in range(20):
            self.write(f"killed-{number}.yaml", job())
            self.host.run("timeout", "--signal=KILL", f"{0.01 + number % 10 * 0.01:.2f}",
                          "sa-unitgen", "apply", check=False)
        self.apply()
        timers = [f"sa-killed-{number}.timer" for number in range(20)]
        states = self.host.output("systemctl", "is-active", *timers, check=False).split()
        self.assertEqual(states, ["active"] * 20)
        self.assertEqual(self.host.output("systemctl", "is-enabled", *timers).split(),
                         ["enabled"] * 20)
        self.remove(*(f"killed-{number}.yaml" for number in range(20)))
        self.apply()

    def test_a_unit_that_systemd_refuses_is_named(self):
        self.host.run("systemctl", "stop", SERVICE)
        self.addCleanup(self.host.run, "systemctl", "start", SERVICE)
        self.host.run("sh", "-c", "mkdir -p /run/systemd/system/sa-masked.timer.d && "
                      "printf '[Timer]\\nUnit=nonsense\\nOnCalendar=\\n' > "
                      "/run/systemd/system/sa-masked.timer.d/x.conf")
        self.write("masked.yaml", job())
        for _ in range(2):
            done = self.apply(check=False)
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn("sa-unitgen: cannot start sa-masked.timer: ", done.stderr)
        self.host.run("rm", "-r", "/run/systemd/system/sa-masked.timer.d")
        self.apply()
        self.assertTrue(self.is_active("sa-masked.timer"))
        self.remove("masked.yaml")
        self.apply()

    def test_a_unit_that_is_not_ours_is_left_alone(self):
        foreign = "[Timer]\nOnCalendar=daily\n"
        self.host.run("sh", "-c", f"cat > {UNITS}/sa-taken.timer", stdin=foreign)
        self.write("taken.yaml", job())
        self.soon(lambda: ("taken.yaml", 1, "", "sa-taken.service") in self.problems(),
                  "the name to be told")
        self.assertEqual(self.unit("sa-taken.timer"), foreign)
        self.assertIsNone(self.unit("sa-taken.service"))
        self.remove("taken.yaml")
        self.soon(lambda: not self.problems(), "the problem to go")
        self.assertEqual(self.unit("sa-taken.timer"), foreign)
        self.host.run("rm", f"{UNITS}/sa-taken.timer")

    def test_somebody_else_is_told_to_be_root(self):
        done = self.host.run("runuser", "-u", "daemon", "--", "sa-unitgen", "apply", check=False)
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertRegex(done.stderr, r"\Asa-unitgen: cannot [^\n]*, run it as root\n\Z")

    def test_however_much_is_touched_it_applies_every_two_seconds(self):
        self.settle()

        def applies():
            return self.host.output("journalctl", "--quiet", f"--unit={SERVICE}",
                                    "--grep=jobs?: ", check=False).count("\n")

        before = applies()
        self.host.run("sh", "-c", f"end=$(($(date +%s) + 6)); while [ $(date +%s) -lt $end ]; "
                      f"do touch {JOBS}/first.yaml; done")
        self.settle()
        self.assertLessEqual(applies() - before, 6 / APPLY_PAUSE + 2)

    def test_idle_it_does_nothing(self):
        self.settle()
        main = self.host.properties(SERVICE, "MainPID")["MainPID"]

        def wake_ups():
            status = self.host.output("cat", f"/proc/{main}/status")
            return int(status.split("voluntary_ctxt_switches:")[1].split()[0])

        def is_still():
            before = wake_ups()
            time.sleep(5)  # the span that it measures
            return wake_ups() - before <= 1  # the watchdog's

        wait_until(is_still, 30, "five seconds without a wake-up")

    def test_the_service_has_few_powers(self):
        done = self.host.run("systemd-analyze", "security", "--threshold=20", SERVICE, check=False)
        self.assertEqual(done.returncode, 0, done.stdout.splitlines()[-1:])


if __name__ == "__main__":
    host_case.main()
