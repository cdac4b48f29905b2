#!/usr/bin/python3
"""By hand, since Debian has no Upstart: asks a real one about what sa-unitgen makes for it.

real_upstart.py --init INIT --initctl INITCTL [--program SA_UNITGEN]

INIT and INITCTL are Upstart's (1.13.2 was tried), which a session of its own is started with, as
root. It must take every conf of tests/golden/upstart, and refuse a wrong one; programs must get
hostile words as they are; a job must be respawned as often as its file says, and end in time.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
WORDS = ["", " ", "  two  blanks  ", "\t", "'", '"', "''", '""', "it's", 'x" "y', "'\"'\"'", "\\",
         "\\\\", "x\\", "x \\", "\\n", "\\ ", " \\x", "'\\'", "#", "a#b", "#x ;y", "$HOME",
         "${HOME}", "$(id)", "`id`", "%n%H%{", "%", "!", "*", "?", "[a]", "{a,b}", "~", "~root",
         "&", "|", ";", "<", ">", "a=b", "--", "-e", "\n", "\n\n", "a\nb", "\na", "a\n",
         "end script\nexec /bin/false", "x\n\nUser", "end script", "ä", "${1%.}", "exec"]
OPTIONS = argparse.Namespace()


def wait_for(happened):
    """Its answer, once that is true; fails after 20 s."""
    end = time.monotonic() + 20
    while not (answer := happened()):
        if time.monotonic() > end:
            raise AssertionError("waited 20 s in vain")
        time.sleep(0.05)
    return answer


def quoted(word):
    return "'" + word.replace("'", "'\\''") + "'"


class RealUpstart(unittest.TestCase):
    def setUp(self):
        self.base = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.init = None
        (self.base / "etc/jobs.d").mkdir(parents=True)
        teller = self.base / "tell"
        teller.write_text("#!/bin/sh\nout=$1; shift; printf '%s\\0' \"$@\" >> \"$out\"\n")
        teller.chmod(0o755)

    def tearDown(self):
        if self.init is not None:
            self.init.terminate()
            self.init.wait()

    def write_job(self, name, keys):
        (self.base / f"etc/jobs.d/{name}.yaml").write_text(json.dumps(keys))

    def apply(self):
        out = self.base / "out"
        (self.base / "etc/scripts").symlink_to(out / "scripts")
        done = subprocess.run([OPTIONS.program, "--config", self.base / "etc", "apply", "--target",
                               "upstart", "--output-dir", out], check=False, text=True,
                              capture_output=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return out / "init"

    def start_init(self, confs):
        """A session of Upstart over these confs. What it says goes to the file `said`."""
        run = self.base / "run"
        run.mkdir()
        environment = os.environ | {"XDG_RUNTIME_DIR": str(run), "HOME": str(run)}
        with (self.base / "said").open("wb") as said:
            self.init = subprocess.Popen(
                [OPTIONS.init, "--user", "--confdir", confs, "--logdir", run, "--no-dbus",
                 "--no-startup-event"], stdout=said, stderr=said, env=environment)
        session = wait_for(lambda: next(run.glob("upstart/sessions/*.session"), None))
        address = wait_for(lambda: session.read_text().strip().partition("=")[2])
        self.environment = environment | {"UPSTART_SESSION": address}
        wait_for(lambda: self.initctl("version").returncode == 0)

    def initctl(self, *words):
        return subprocess.run([OPTIONS.initctl, *words], env=self.environment, check=False,
                              capture_output=True, text=True)

    def start(self, job):
        done = self.initctl("--quiet", "start", "--no-wait", f"sa-{job}")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def ended(self, job):
        return "stop/waiting" in self.initctl("status", f"sa-{job}").stdout

    def test_takes_every_conf(self):
        confs = self.base / "confs"
        confs.mkdir()
        golden = sorted((ROOT / "tests/golden/upstart").glob("*/*.conf"))
        for conf in golden:
            shutil.copy(conf, confs)
        shutil.copy(ROOT / "units/sa-unitgen.upstart.conf.in", confs / "sa-unitgen.conf")
        (confs / "bad.conf").write_text("exec /bin/true\nexce /bin/true\n")
        self.start_init(confs)
        known = sorted(line.split()[0] for line in self.initctl("list").stdout.splitlines())
        self.assertEqual(known, sorted([*(conf.stem for conf in golden), "sa-unitgen"]))
        said = (self.base / "said").read_text().splitlines()
        self.assertEqual([line for line in said if "conf" in line],
                         [f"init:{confs}/bad.conf:2: Unknown stanza"])

    def test_gives_programs_their_words(self):
        jobs = {f"w{number}": [word] for number, word in enumerate(WORDS)} | {"all": WORDS}
        for name, words in jobs.items():
            told = self.base / f"told-{name}"
            command = [str(self.base / "tell"), str(told), *map(quoted, words)]
            self.write_job(name, {"command": " ".join(command)})
        self.start_init(self.apply())
        for name, words in jobs.items():
            with self.subTest(words=words):
                self.start(name)
                wait_for(lambda job=name: self.ended(job))
                told = (self.base / f"told-{name}").read_bytes().decode()
                self.assertEqual(told, "".join(word + "\0" for word in words))

    def test_gives_programs_their_environment(self):
        told = self.base / "told"
        text = f"printf '%s\\0' \"$A\" \"$B\" \"$(pwd)\" > {told}"
        self.write_job("env", {"command": f"/bin/sh -c {quoted(text)}", "directory": "/usr/share",
                               "environment": {"A": "a \"b\" \\ c", "B": "x\ny"}})
        self.start_init(self.apply())
        self.start("env")
        wait_for(lambda: self.ended("env"))
        self.assertEqual(told.read_text(), "a \"b\" \\ c\0x\ny\0/usr/share\0")

    def test_respawns_as_often_as_the_file_says(self):
        told = self.base / "told"
        self.write_job("re", {"script": f"echo x >> {told}\nexit 3\n",
                              "respawn": {"limit": 3, "interval": "30s"}})
        self.start_init(self.apply())
        self.start("re")
        wait_for(lambda: "respawning too fast" in (self.base / "said").read_text())
        self.assertEqual(told.read_text(), "x\n" * 4)

    def test_ends_what_lasts_too_long(self):
        self.write_job("slow", {"command": "/bin/sleep 1000", "timeout": "500ms"})
        self.start_init(self.apply())
        self.start("slow")
        wait_for(lambda: "terminated with status 124" in (self.base / "said").read_text())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--init", required=True)
    parser.add_argument("--initctl", required=True)
    parser.add_argument("--program", default=ROOT / "build/dev/unitgen/sa-unitgen")
    _, rest = parser.parse_known_args(namespace=OPTIONS)
    unittest.main(argv=[__file__, *rest])


if __name__ == "__main__":
    main()
