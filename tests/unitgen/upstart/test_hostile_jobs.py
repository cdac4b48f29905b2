#!/usr/bin/python3
"""Whatever a team writes into its job files, a conf of Upstart has the stanzas that sa-unitgen
writes and no others, its one user is the team's, and each line of cron starts one job and does
nothing else."""

import json
import pathlib
import re
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1] / "host")]

import apply_case  # noqa: E402  (its folder was just named)
import hostile_jobs  # noqa: E402

POLICY = """\
users: [games]
user: games
notify: [mail:web@example.org]
limits: {nice: 0, memory-max: 1G, tasks-max: 200, jobs: 2000}
"""
STANZA = re.compile(r"description (?:[^\s\"']+|\".*\")|stop on runlevel \[!2345\]|task|respawn|"
                    r"respawn limit \d+ \d+|normal exit [0-9A-Z ]+|kill timeout (?:10|90)|"
                    r"setuid games|setgid games|umask 0[0-7]{3}|nice -?\d+|env [A-Z]+=[^\s\"']+|"
                    r"start on runlevel .*|exec .*|script|end script|  \S.*|# Started by cron: .*|")
START = re.compile(r"[0-9*/,-]+( [0-9*/,-]+){4} root /sbin/initctl --quiet start --no-wait "
                   r"sa-[a-z0-9_.-]+")


def scheduled(text):
    """The job file with a schedule, where it has none."""
    job = json.loads(text)
    if "at-boot" not in job:
        job.setdefault("schedule", "30 2 * * *")
    return json.dumps(job)


class HostileJobs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.base = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        case = apply_case.Configuration(cls.base, "upstart")
        (case.config / "teams.d").mkdir()
        (case.config / "teams.d/web.yaml").write_text(POLICY)
        folder = case.config / "jobs.d/web"
        folder.mkdir()
        for name, text in hostile_jobs.jobs().items():
            (folder / f"{name}.yaml").write_text(scheduled(text.replace("deploy", "games")))
        cls.done = case.apply()
        cls.out = case.units

    def confs(self):
        return sorted((self.out / "init").glob("sa-*.conf"))

    def test_many_are_made_and_many_refused(self):
        self.assertEqual(self.done.returncode, 1, self.done.stderr)
        self.assertGreater(len(self.confs()), 20)
        self.assertGreater(len(self.done.stderr.splitlines()), 100)

    def test_a_conf_has_our_stanzas_only(self):
        for conf in self.confs():
            with self.subTest(conf=conf.name):
                mark, *lines, end = conf.read_bytes().decode().split("\n")
                self.assertRegex(mark, r"\A# Made by sa-unitgen from \S+, changes here are lost\Z")
                self.assertEqual(end, "")
                self.assertEqual([line for line in lines if not STANZA.fullmatch(line)], [])
                self.assertEqual(lines.count("setuid games"), 1)
                begins = [line for line in lines if line == "script" or line.startswith("exec ")]
                self.assertEqual((len(begins), lines.count("end script")),
                                 (1, lines.count("script")))

    def test_a_line_of_cron_starts_a_job_and_nothing_else(self):
        table = (self.out / "cron.d/scriptactivity").read_text()
        starts = table.partition("\n\n")[2].splitlines()
        self.assertTrue(starts)
        for line in starts:
            self.assertRegex(line, START)
            self.assertTrue((self.out / f"init/{line.split()[-1]}.conf").exists(), line)
        self.assertEqual([line for line in starts if not START.fullmatch(line)], [])

    def test_an_expectation_has_our_sections_once(self):
        for conf in self.confs():
            text = (self.out / "upstart" / conf.stem).read_text()
            sections = [line for line in text.splitlines() if line.startswith("[")]
            self.assertEqual(sections[-2:], ["[Service]", "[X-ScriptActivity]"])
            self.assertIn(sections[:-2], ([], ["[Timer]"]))
            self.assertEqual(text.count("\nTeam="), 1)


if __name__ == "__main__":
    unittest.main()
