#!/usr/bin/python3
"""Real bash, zsh and fish complete what is typed, with the files as they are installed."""

import os
import pty
import select
import subprocess
import time
import unittest

from programs import BUILD, Programs

SECONDS = 20  # that an answer may take on a busy machine
END = "<end>"


class Terminal:
    """An interactive shell: what is typed, and what came."""

    def __init__(self, command, environment, folder):
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave,
                                        env=environment, cwd=folder, start_new_session=True)
        os.close(slave)

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self.master)

    def type(self, text):
        os.write(self.master, text.encode())

    def read_until(self, mark):
        came, end = "", time.monotonic() + SECONDS
        while mark not in came:
            readable = select.select([self.master], [], [], max(0, end - time.monotonic()))[0]
            if not readable:
                raise AssertionError(f"waited {SECONDS} s for {mark!r}, got {came!r}")
            came += os.read(self.master, 65536).decode(errors="replace")
        return came


class Shells(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.programs = cls.enterClassContext(Programs())
        cls.installed = cls.programs.path / "installed"
        subprocess.run(["cmake", "-P", BUILD / "completions/cmake_install.cmake"], check=True,
                       capture_output=True,
                       env=os.environ | {"DESTDIR": str(cls.installed)})
        cls.share = cls.installed / "usr/share"

    def terminal(self, command, setup):
        terminal = Terminal(command, self.programs.environment, self.programs.path)
        self.addCleanup(terminal.close)
        terminal.type(setup + "; echo '<rea''dy>'\n")
        terminal.read_until("<ready>")
        return terminal

    def completed(self, terminal, line):
        """What a TAB makes of the line: its words, shown by a command put before it."""
        # Control A: the beginning of the line.
        terminal.type(line + "\t")
        terminal.type("\x01printf '<%s>' \x05; echo '<e''nd>'\n")
        came = terminal.read_until(END)
        shown = came[:came.rindex(END)].splitlines()[-1]
        return shown[shown.index("<"):]

    def assert_completes(self, terminal):
        for line, words in {
                "scriptactivity histo": "<scriptactivity><history>",
                "sa status --heal": "<sa><status><--health>",
                "sa status --health=overd": "<sa><status><--health=overdue>",
                "sa log unit99": None,
                "sa log unit999": "<sa><log><unit999.service>",
                "sa pause --team l": "<sa><pause><--team><lp>",
                "sa unitgen show gar": "<sa><unitgen><show><garbo>",
                "sa-unitgen check con": "<sa-unitgen><check><config>",
                "check_sa_units --state late=crit": "<check_sa_units><--state><late=critical>",
        }.items():
            made = self.completed(terminal, line)
            if words is not None:
                # zsh takes the slash of a folder back where a blank follows.
                self.assertEqual(made.replace("/>", ">"), words, line)

    def test_bash(self):
        folder = self.share / "bash-completion/completions"
        self.assertEqual(sorted(path.name for path in folder.iterdir()),
                         ["check_sa_units", "sa", "sa-unitgen", "scriptactivity"])
        setup = f"PS1=; . /usr/share/bash-completion/bash_completion; . {folder}/sa"
        self.assert_completes(self.terminal(["bash", "--norc", "-i"], setup))

    def test_zsh(self):
        setup = (f"PS1=; bindkey -e; unsetopt zle_bracketed_paste; "
                 f"fpath=({self.share}/zsh/vendor-completions $fpath); "
                 "autoload -U compinit; compinit -u -D")
        self.assert_completes(self.terminal(["zsh", "-f", "-i"], setup))

    def fish(self, line):
        folder = self.share / "fish/vendor_completions.d"
        done = self.programs.run("fish", "--no-config", "-c",
                                 f"source {folder}/sa.fish; complete --do-complete '{line}'")
        self.assertEqual(done.stderr, "")
        return [text.split("\t") for text in done.stdout.splitlines()]

    def test_fish(self):
        self.assertEqual(self.fish("scriptactivity histo"), [["history", "runs, newest first"]])
        self.assertEqual(self.fish("sa status --health=overd"), [["--health=overdue"]])
        self.assertEqual(self.fish("sa log unit999"), [["unit999.service"]])
        self.assertEqual(self.fish("sa log unit990"), [["unit990.service", "lp"]])
        self.assertEqual(self.fish("sa pause --team "), [["lp"]])
        self.assertEqual(self.fish("sa unitgen show gar"), [["garbo"]])
        self.assertEqual(self.fish("sa-unitgen check con"), [["config/"]])
        self.assertEqual(self.fish("check_sa_units --state late=crit"), [["late=critical"]])


if __name__ == "__main__":
    unittest.main(verbosity=2)
