#!/usr/bin/python3
"""Whatever a team writes into its folder: nothing runs as anybody else, nothing of anybody else is
started, read, replaced or held up."""

import os
import socket

import host_case
import hostile_jobs
import tells
from unitgen_host import JOBS, TEAMS, UNITS, UnitgenCase

DEPLOY, FRIEND, WEBTEAM = 4001, 4002, 4003
USERS = {"deploy": DEPLOY, "friend": FRIEND}
VICTIM = "[Service]\nType=oneshot\nExecStart=/opt/truth/tell victim\n"
TAKEN = "[Service]\nType=oneshot\nExecStart=/opt/truth/tell taken-by-root\n"
POLICY = """\
users: [deploy]
user: deploy
group: webteam
notify: [mail:web@example.org]
environment-files: [/etc/web.env]
limits: {nice: 0, memory-max: 1G, tasks-max: 200, jobs: 2000}
"""
SHADOW = "$y$j9T$" + "notforanyone"
SECONDS_TO_APPLY = 20


class Teams(UnitgenCase):
    @classmethod
    def prepare(cls, host):
        tells.install(host)
        cls.make_users()
        cls.write_units()
        for team, user in (("web", "deploy"), ("friends", "friend"), ("linked", "deploy"),
                           ("odd", "deploy")):
            host.write(f"{TEAMS}/{team}.yaml", POLICY.replace("deploy", user))
        cls.write_job("web/plain", "command: /opt/truth/tell plain\n")
        cls.write_job("friends/friends", "command: /opt/truth/tell friends\n")
        cls.write_job("friends/shared", "command: /opt/truth/tell shared\n")
        cls.write_job("friends/taken-back",
                      "command: /opt/truth/tell taken-back\nuser: friend\nschedule: every 1h\n")
        cls.write_job("rogue/rogue", "command: /opt/truth/tell rogue\n")

    @classmethod
    def begin(cls, host):
        first = cls.apply()
        assert "rogue" in first.stderr, first.stderr
        for name, text in hostile_jobs.jobs().items():
            cls.write_job(f"web/{name}", text)
        for name in hostile_jobs.NAMES:
            cls.write_job(f"web/{name}", hostile_jobs.text_of(name, {}))
        cls.write_odd_files()
        cls.hand_over("web", "odd")
        cls.applied = cls.apply()
        cls.made = sorted(path.stem for path in cls.unit_folder().glob("sa-*.service"))
        cls.run_all()
        host.write(f"{TEAMS}/friends.yaml", POLICY)
        cls.apply()

    @classmethod
    def make_users(cls):
        etc = cls.host.root / "etc"
        for name, number in USERS.items():
            with open(etc / "passwd", "a", encoding="ascii") as passwd:
                passwd.write(f"{name}:x:{number}:{number}::/:/bin/sh\n")
            with open(etc / "group", "a", encoding="ascii") as group:
                group.write(f"{name}:x:{number}:\n")
        with open(etc / "group", "a", encoding="ascii") as group:
            group.write(f"webteam:x:{WEBTEAM}:deploy\n")
        with open(etc / "shadow", "a", encoding="ascii") as shadow:
            shadow.write(f"deploy:{SHADOW}:19000:0:99999:7:::\n")
        cls.host.write("/etc/web.env", "FROM_FILE=allowed\n")

    @classmethod
    def write_units(cls):
        cls.host.unit("victim.service", VICTIM)
        cls.host.unit("sa-taken.service", TAKEN)

    @classmethod
    def unit_folder(cls):
        return cls.host.root / UNITS.lstrip("/")

    @classmethod
    def write_odd_files(cls):
        """What is no plain file of the team's, under names of jobs."""
        root = cls.host.root
        folder = root / f"{JOBS}/odd".lstrip("/")
        cls.write_job("odd/even", "command: /opt/truth/tell even\n")
        os.mkfifo(folder / "odd-fifo.yaml")
        os.mknod(folder / "odd-zero.yaml", 0o20666, os.makedev(1, 5))
        (folder / "odd-folder.yaml").mkdir()
        (folder / "odd-shadow.yaml").symlink_to("/etc/shadow")
        (folder / "odd-link.yaml").symlink_to("even.yaml")
        (folder / "odd-loop.yaml").symlink_to("odd-loop.yaml")
        os.link(root / "etc/shadow", folder / "odd-hard.yaml")
        with open(folder / "odd-zz-sparse.yaml", "wb") as sparse:
            sparse.truncate(1 << 40)
        cls.write_job("odd/odd-open", hostile_jobs.text_of("odd-open", {}), 0o666)
        here = os.getcwd()
        os.chdir(folder)  # a socket's path has 108 bytes
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("odd-socket.yaml")
        os.chdir(here)
        cls.host.write("/srv/elsewhere/through-link.yaml",
                       hostile_jobs.text_of("through-link", {}))
        (folder.parent / "linked").symlink_to("/srv/elsewhere")

    @classmethod
    def hand_over(cls, *teams):
        """The folders and what the team may have written there; links stay whose they are."""
        for team in teams:
            folder = cls.host.root / f"{JOBS}/{team}".lstrip("/")
            os.chown(folder, 0, WEBTEAM)
            folder.chmod(0o2775)
            for path in folder.iterdir():
                if path.stat(follow_symlinks=False).st_nlink == 1:
                    os.chown(path, DEPLOY, DEPLOY, follow_symlinks=False)

    @classmethod
    def run_all(cls):
        """All that there is now, whoever wrote it."""
        services = [f"{name}.service" for name in cls.made]
        for first in range(0, len(services), 20):
            cls.host.run("systemctl", "start", *services[first:first + 20], check=False)

    def test_apply_ends_in_time_and_says_what_is_wrong(self):
        self.assertEqual(self.applied.returncode, 1, self.applied.stderr[-500:])
        self.assertLess(self.applied.seconds, SECONDS_TO_APPLY)
        told = {line.split(":")[0].rsplit("/", 1)[-1]
                for line in self.applied.stderr.splitlines()}
        for path in sorted((self.host.root / f"{JOBS}/odd".lstrip("/")).glob("odd-*")):
            self.assertIn(path.name, told)

    def test_everything_runs_as_the_user_of_its_team(self):
        ran = tells.read(self.host)
        self.assertGreater(len(ran), 50)
        for tell in ran:
            number = FRIEND if tell.name in ("friends", "shared", "taken-back") else DEPLOY
            if tell.name == "taken-by-root":
                continue
            self.assertEqual((tell.user, tell.group), ([number] * 3, [number] * 3), tell)
            self.assertLessEqual(set(tell.groups), {number, WEBTEAM}, tell)

    def test_nothing_else_ran(self):
        names = {tell.name for tell in tells.read(self.host)}
        self.assertEqual(names & {"victim", "rogue", "through-link"}, set())
        self.assertEqual(self.host.properties("victim.service", "ExecMainStartTimestampMonotonic"),
                         {"ExecMainStartTimestampMonotonic": "0"})

    def test_what_is_taken_means_itself(self):
        taken = [kind for kind in hostile_jobs.INJECTIONS if f"sa-environment.{kind}" in self.made]
        self.assertIn("line", taken)
        for kind in taken:
            environment = self.only_tell(f"environment.{kind}").environment
            self.assertEqual(environment["KEY"], hostile_jobs.INJECTIONS[kind])
        taken = [kind for kind in hostile_jobs.INJECTIONS if f"sa-description.{kind}" in self.made]
        self.assertIn("specifier", taken)
        for kind in taken:
            said = self.host.properties(f"sa-description.{kind}.service", "Description")
            self.assertEqual(said, {"Description": hostile_jobs.INJECTIONS[kind]})

    def test_no_job_is_a_file_that_is_odd(self):
        self.assertEqual([name for name in self.made if "odd-" in name or "link" in name], [])

    def test_names_of_others_stay_theirs(self):
        self.assertEqual(self.host.read(f"{UNITS}/sa-taken.service"), TAKEN)
        self.assertIn("jobs.d/friends/shared.yaml", self.host.read(f"{UNITS}/sa-shared.service"))
        for name in hostile_jobs.NAMES:
            if name not in ("taken", "shared"):
                self.assertNotIn(f"sa-{name}", self.made)

    def test_what_root_takes_back_is_gone(self):
        """Whatever the job file is like, which otherwise would keep its last good units."""
        self.only_tell("taken-back")
        self.assertEqual(list(self.unit_folder().rglob("sa-taken-back.*")), [])
        said = self.host.properties("sa-taken-back.timer", "ActiveState")
        self.assertEqual(said, {"ActiveState": "inactive"})

    def test_no_secret_is_read_or_told(self):
        for told in (self.applied.stderr, self.applied.stdout,
                     self.host.read("/var/lib/scriptactivity-jobs/problems.json")):
            self.assertNotIn(SHADOW, told)
        for tell in tells.read(self.host):
            self.assertNotIn(SHADOW, str(tell.environment))

    def test_units_have_the_sections_and_users_that_are_ours(self):
        for path in self.unit_folder().glob("sa-*.service"):
            lines = path.read_text().split("\n")
            if path.name != "sa-taken.service":
                users = [line for line in lines if line.startswith(("User=", "Group="))]
                self.assertIn(users, (["User=deploy"], ["User=friend"],
                                      ["User=deploy", "Group=deploy"]), path.name)

    def test_systemd_reads_the_units_as_they_are_meant(self):
        for name in self.made:
            if name in ("sa-taken", "sa-taken-back"):
                continue
            said = self.host.properties(f"{name}.service", "User", "LoadState", "Requires")
            self.assertIn(said["User"], ("deploy", "friend"), name)
            self.assertEqual(said["LoadState"], "loaded", name)
            self.assertNotIn("victim", said["Requires"], name)


if __name__ == "__main__":
    host_case.main()
