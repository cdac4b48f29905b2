#!/usr/bin/python3
"""Job files of all kinds: each runs as whom, where and with what it says, stops where it should,
and a file that is wrong or gone harms no other."""

import grp
import json
import os
import pwd
import random
import shlex

import host_case
import tells
from host import wait_until
from unitgen_host import JOBS, SAMPLES, UNITS, UnitgenCase
from watched_host import REPOSITORY, microseconds

USER = pwd.getpwnam("www-data").pw_uid
GROUP = pwd.getpwnam("www-data").pw_gid
ADM = grp.getgrnam("adm").gr_gid
EXAMPLES = REPOSITORY / "docs/examples"
FOLDER = "/srv/100% of it"
STRANGE_PROGRAM = "/opt/truth/strange program (100%)"
STAMPS = "var/lib/systemd/timers"
LONG_AGO = 1_600_000_000
ALL = sorted(path.stem for path in SAMPLES.glob("*.yaml"))
STARTED_BY_THEMSELVES = {"every", "calendar", "cron", "catch-up", "no-catch-up", "reboot",
                         "long-reboot", "daemon", "long-before-daemon",
                         "limited-daemon", "respawning-daemon", "daemon-that-is-done", "disabled"}
BY_HAND = ["strange-list", "limited-strange-list",
           *(name for name in ALL if name not in STARTED_BY_THEMSELVES)]
STRANGE = [*"abc $\\\"'%{}();#~*?|&<>!=-@:+,.\nü", "%h", "${HOME}", "$$", "\\n", "--"]
WAIT_UNTIL_BOOTED = "/opt/truth/wait-until-booted"  # fails where the boot waits for it
WAITING = """\
#!/bin/sh
timeout 30 sh -c 'until systemctl --quiet is-active multi-user.target; do sleep 0.2; done'
"""
KILLED_AFTER = 11  # seconds: the limit of `tree` and what systemd grants after it


def strange_lines(count=20):
    """Lists of words that mean something to systemd or to shells; always the same."""
    chosen = random.Random(3)
    return [["".join(chosen.choices(STRANGE, k=chosen.randrange(8)))
             for _ in range(chosen.randrange(1, 8))] for _ in range(count)]


class Jobs(UnitgenCase):
    @classmethod
    def prepare(cls, host):
        tells.install(host)
        for path in (STRANGE_PROGRAM, "/opt/truth/bin/only-here"):
            host.write(path, tells.TELL, 0o755)
        host.write(WAIT_UNTIL_BOOTED, WAITING, 0o755)
        (host.root / FOLDER.lstrip("/")).mkdir(parents=True)
        host.write("/etc/default/environment-job", "FROM_FILE=\"of the file\"\n")
        host.write("/var/truth/tree", "", 0o666)
        for name in ("catch-up", "no-catch-up"):
            stamp = f"/{STAMPS}/stamp-sa-{name}.timer"
            host.write(stamp, "")
            os.utime(host.root / stamp.lstrip("/"), (LONG_AGO, LONG_AGO))
        cls.write_samples(*ALL)
        for name in ("strange-list", "limited-strange-list"):
            lines = [shlex.join([tells.PROGRAM, name, *words]) for words in strange_lines()]
            keys = {"timeout": "1min"} if "limited" in name else {}
            cls.write_job(name, json.dumps({"command": lines} | keys))
        cls.write_job("broken", "command: /bin/true\nschedule: 0 45 * * *\n")

    @classmethod
    def begin(cls, host):
        cls.applied = cls.apply()
        cls.start(*BY_HAND)
        cls.wait_for_end(*BY_HAND)

    # ---- as whom, where, with what

    def test_root_is_who_runs_a_job_that_names_nobody(self):
        tell = self.only_tell("plain")
        self.assertEqual((tell.user, tell.group), ([0, 0, 0], [0, 0, 0]))
        self.assertEqual(tell.folder, "/")
        said = {key: tell.environment.get(key) for key in ("HOME", "LOGNAME", "USER", "SHELL")}
        self.assertEqual(said, {"HOME": "/root", "LOGNAME": "root", "USER": "root",
                                "SHELL": pwd.getpwnam("root").pw_shell})

    def test_a_user_has_its_own_group(self):
        tell = self.only_tell("as-user")
        self.assertEqual((tell.user, tell.group), ([USER] * 3, [GROUP] * 3))
        self.assertEqual(tell.environment["HOME"], pwd.getpwnam("www-data").pw_dir)

    def test_a_group_is_taken(self):
        tell = self.only_tell("as-group")
        self.assertEqual((tell.user, tell.group), ([USER] * 3, [ADM] * 3))

    def test_umask_folder_and_limits_are_taken(self):
        tell = self.only_tell("surroundings")
        self.assertEqual((tell.umask, tell.folder, tell.nice), (0o027, FOLDER, 7))
        self.assertIn("/sa.slice/sa-default.slice/sa-surroundings.service", tell.cgroup)
        said = self.host.properties("sa-surroundings.service", "MemoryMax", "TasksMax",
                                    "CPUQuotaPerSecUSec", "IOSchedulingClass")
        self.assertEqual(said, {"MemoryMax": str(64 << 20), "TasksMax": "20",
                                "CPUQuotaPerSecUSec": "500ms", "IOSchedulingClass": "3"})

    def test_environment_means_itself(self):
        environment = self.only_tell("environment").environment
        self.assertEqual(environment["NASTY"],
                         "%h $HOME ${HOME} \"q\" \\ '\n\tü; #end\\")
        self.assertEqual((environment["EMPTY"], environment["SPACES"]), ("", "  two  "))
        self.assertEqual(environment["FROM_FILE"], "of the file")

    def test_words_mean_themselves(self):
        self.assertEqual(self.words("words"), [[
            "", "a b", "it's", "$HOME", "${HOME}", "$$", "%h", "%%", ";", "\\", '"', "ü", "*",
            "-x", "a\\nb", "~", "#", "x;y"]])

    def test_any_words_mean_themselves(self):
        self.assertEqual(self.words("strange-list"), strange_lines())
        self.assertEqual(self.words("limited-strange-list"), strange_lines())

    def test_a_program_with_a_strange_name_runs(self):
        self.assertEqual(self.words("strange-program"), [["$two"]])

    def test_programs_are_looked_for_in_the_path_of_the_job(self):
        self.only_tell("path")

    # ---- lists, scripts, time limits

    def test_a_list_stops_at_the_first_failure(self):
        self.assertEqual(self.words("list"), [["one"]])
        self.assert_ended("list", "exit-code", 1)

    def test_a_list_goes_past_what_is_no_failure(self):
        self.assertEqual(self.words("list-all"), [["one"], ["two"]])
        self.assert_succeeded("list-all")

    def test_a_limited_list_stops_at_the_first_failure(self):
        self.assertEqual(self.words("limited-list"), [["one", "$HOME", "it's", "%h"]])
        self.assert_ended("limited-list", "exit-code", 7)

    def test_a_limited_list_goes_past_what_is_no_failure(self):
        self.assertEqual(self.words("limited-list-all"), [["one"], ["two"]])
        self.assert_succeeded("limited-list-all")
        # A program, not the shell's own echo, which would have made a line break of it.
        self.assertIn("a\\nb\n", self.host.output("journalctl", "--output=cat", "--quiet",
                                                  "--unit=sa-limited-list-all"))

    def test_the_limit_of_a_list_is_of_all_its_commands_together(self):
        self.assertEqual(self.words("limited-list-long"), [])
        self.assertEqual(self.state("limited-list-long", "Result"), "timeout")

    def test_a_limit_ends_the_whole_tree(self):
        self.assertEqual(self.state("tree", "Result"), "timeout")
        ticks = [float(line) for line in self.host.read("/var/truth/tree").splitlines()]
        self.assertLess(ticks[-1] - ticks[0], KILLED_AFTER + 2)
        self.assertEqual(self.host.run("pgrep", "-f", "/var/truth/tree", check=False).stdout, "")

    def test_a_script_stops_at_the_first_failure(self):
        self.assertEqual(self.words("script"), [["a  b", "%h", "$HOME", "\\"]])
        self.assertEqual(self.only_tell("script").user, [USER] * 3)
        self.assert_ended("script", "exit-code", 1)

    def test_a_script_stops_at_a_variable_that_is_not_set(self):
        self.assertEqual(self.words("script-unset"), [["one"]])

    # ---- when

    def test_every_is_again_and_again(self):
        times = [tell.time for tell in self.wait_for_tells("every", 5)]
        gap = (times[-1] - times[0]) / (len(times) - 1)
        self.assertTrue(0.8 < gap < 10, times)

    def test_a_calendar_schedule_is_due_when_it_says(self):
        self.wait_for_tells("calendar", 3)
        elapse = self.host.stamp("sa-calendar.timer", "NextElapseUSecRealtime")
        self.assertEqual(microseconds(elapse) % 2_000_000, 0, elapse)

    def test_a_cron_schedule_is_due_when_next_says(self):
        elapse = self.host.stamp("sa-cron.timer", "NextElapseUSecRealtime")
        due = self.host.output("sa-unitgen", "next", "30 4 1,15 * 5", "-n", "1", "--json")
        self.assertEqual(json.loads(due)["due"], elapse)

    def test_only_who_asks_for_it_catches_up(self):
        self.assertEqual(len(self.wait_for_tells("catch-up")), 1)
        self.assertEqual(tells.of(self.host, "no-catch-up"), [])

    def test_a_disabled_job_runs_by_hand_only(self):
        self.assertEqual(tells.of(self.host, "disabled"), [])
        self.assertFalse((self.host.root / f"{UNITS}/sa-disabled.timer".lstrip("/")).exists())
        self.host.run("systemctl", "start", "sa-disabled.service")
        self.only_tell("disabled")

    def test_reboot_jobs_wait_for_the_boot(self):
        self.assertEqual(tells.of(self.host, "reboot"), [])

    def test_a_slow_start_is_a_service_of_its_own(self):
        self.host.run("systemctl", "start", "sa-slow-start-slow.service")
        self.assertEqual(self.words("slow-start"), [["quickly"], ["slowly"]])
        self.assertEqual({tuple(tell.user) for tell in tells.of(self.host, "slow-start")},
                         {(USER,) * 3})

    # ---- daemons and respawning

    def test_a_daemon_is_started_by_apply(self):
        self.assertEqual(self.words("daemon"), [["before"]])
        self.assertEqual(self.state("daemon", "ActiveState"), "active")

    def test_a_daemon_has_a_limit_of_its_run(self):
        self.wait_for_end("limited-daemon")
        self.assertEqual(self.state("limited-daemon", "Result"), "timeout")

    def test_a_limit_of_3_respawns_makes_4_starts(self):
        self.assertEqual(len(tells.of(self.host, "respawns")), 4)
        self.assertEqual(self.state("respawns", "ActiveState"), "failed")

    def test_a_daemon_respawns_after_success_too(self):
        self.wait_for_end("respawning-daemon")
        self.assertEqual(len(tells.of(self.host, "respawning-daemon")), 3)

    def test_a_daemon_with_a_listed_status_is_done(self):
        self.wait_for_end("daemon-that-is-done")
        self.only_tell("daemon-that-is-done")
        self.assert_succeeded("daemon-that-is-done")

    def test_a_fatal_status_is_not_tried_again(self):
        self.only_tell("fatal")
        self.assert_ended("fatal", "exit-code", 3)

    def test_a_listed_status_is_success(self):
        self.assert_succeeded("success")

    # ---- conditions, other units, root's own lines

    def test_a_condition_lets_run_or_not(self):
        self.assertEqual(tells.of(self.host, "unmet"), [])
        self.only_tell("met")

    def test_what_a_job_requires_must_have_succeeded(self):
        self.assertEqual(tells.of(self.host, "needs-a-failure"), [])

    def test_roots_own_lines_are_systemds_language(self):
        self.assertEqual(self.only_tell("own-lines").environment["HOST"], "testhost")

    def test_a_broken_file_is_reported_and_the_others_run(self):
        self.assertEqual(self.applied.returncode, 1, self.applied.stderr)
        self.assertIn("broken.yaml:2:13: schedule: expected an hour from 0 to 23, got '45'",
                      self.applied.stderr)
        self.assertFalse((self.host.root / f"{UNITS}/sa-broken.service".lstrip("/")).exists())

    def test_systemd_has_nothing_to_say_about_the_units(self):
        units = sorted((self.host.root / UNITS.lstrip("/")).glob("sa-*"))
        self.assertGreaterEqual(len(units), len(ALL))
        # It does not know ExecSearchPath=.
        units = [unit for unit in units if unit.name != "sa-path.service"]
        done = self.host.run("systemd-analyze", "verify", "--man=no",
                             *(f"{UNITS}/{unit.name}" for unit in units), check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))


class JobsThatGo(UnitgenCase):
    @classmethod
    def prepare(cls, host):
        tells.install(host)
        default = host.root / f"{UNITS}/default.target".lstrip("/")
        default.unlink()
        default.symlink_to("/lib/systemd/system/multi-user.target")
        host.write(WAIT_UNTIL_BOOTED, WAITING, 0o755)
        cls.write_samples("every", "daemon", "script", "slow-start", "reboot", "plain",
                          "long-reboot", "long-before-daemon")

    @classmethod
    def begin(cls, host):
        cls.apply()
        cls.wait_for_tells("every")
        for name in ("every", "daemon", "script", "slow-start"):
            (host.root / f"{JOBS}/{name}.yaml".lstrip("/")).unlink()
        cls.removal = cls.apply()
        cls.running = host.output("systemctl", "list-units", "--all", "--plain", "--no-legend",
                                  "sa-*.service", "sa-*.timer")
        cls.wait_for_tells("long-before-daemon")
        cls.told_before_boot = len(tells.of(host, "every"))
        host.reboot()

    def test_their_files_and_links_are_gone(self):
        self.assertEqual(self.removal.returncode, 0, self.removal.stderr)
        left = sorted(path.name for path in (self.host.root / UNITS.lstrip("/")).rglob("sa-*"))
        self.assertEqual(left, [*["sa-long-before-daemon.service"] * 2,
                                *["sa-long-reboot.service"] * 2, "sa-plain.service",
                                *["sa-reboot.service"] * 2])
        scripts = self.host.root / "etc/scriptactivity/scripts"
        self.assertEqual([path.name for path in scripts.glob("*")], [])

    def test_they_are_not_loaded_any_more(self):
        for name in ("every", "daemon", "slow-start"):
            self.assertNotIn(f"sa-{name}.", self.running)

    def test_they_do_not_run_any_more(self):
        wait_until(lambda: tells.of(self.host, "reboot"), 20, "the job of the boot")
        self.assertEqual(len(tells.of(self.host, "every")), self.told_before_boot)
        self.assertEqual(len(tells.of(self.host, "daemon")), 1)

    def test_a_reboot_job_runs_once_a_boot(self):
        self.assertEqual(len(self.wait_for_tells("reboot")), 1)

    def test_no_job_holds_up_the_boot(self):
        up = microseconds(self.host.stamp("multi-user.target", "ActiveEnterTimestamp"))
        for name, count in (("long-reboot", 1), ("long-before-daemon", 2)):
            tell = self.wait_for_tells(name, count, 60)[-1]
            self.assertGreater(tell.time * 1e6, up, name)


class Examples(UnitgenCase):
    """docs/examples, as its README tells."""

    @classmethod
    def prepare(cls, host):
        host.write("/usr/local/bin/prune-uploads", (EXAMPLES / "prune-uploads").read_text(), 0o755)
        for name in ("prune-uploads", "keep-etc"):
            cls.write_job(name, (EXAMPLES / f"{name}.yaml").read_text())

    @classmethod
    def begin(cls, host):
        host.run("install", "-d", "-o", "www-data", "/srv/uploads")
        for name, days in (("old", 31), ("new", 29)):
            host.run("touch", f"--date={days} days ago", f"/srv/uploads/{name}")
        cls.checked = host.run("sa-unitgen", "check", check=False)
        cls.applied = cls.apply()
        for name in ("prune-uploads", "keep-etc"):
            host.run("systemctl", "start", f"sa-{name}.service")

    def test_they_are_taken_without_a_word(self):
        self.assertEqual((self.checked.returncode, self.checked.stderr), (0, ""))
        self.assertEqual((self.applied.returncode, self.applied.stderr), (0, ""))

    def test_the_python_program_deletes_what_is_old(self):
        self.assertEqual(self.host.output("ls", "/srv/uploads"), "new\n")
        self.assertEqual(self.host.output("sa", "log", "prune-uploads", "--output=cat"),
                         "deleted /srv/uploads/old\n1 files deleted\n")

    def test_the_script_keeps_a_copy_for_root_alone(self):
        copies = self.host.output("find", "/var/backups/etc", "-type", "f", "-printf", "%f %m\n")
        self.assertRegex(copies, r"\A\d{4}-\d\d-\d\d\.tar\.gz 600\n\Z")

    def test_both_have_a_run_and_a_due_instant(self):
        for name in ("prune-uploads", "keep-etc"):
            self.assert_succeeded(name)
            row = self.host.status(f"sa-{name}.service")
            self.assertEqual((row["health"], row["job"]), ("ok", name), row)
            self.assertIsNotNone(row["next_due"])


if __name__ == "__main__":
    host_case.main()
