#!/usr/bin/python3
"""A disk that is full: nothing is half written, it is said, and with room again the next apply does
it all. As root: it mounts a tmpfs in a namespace of its own."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from apply_case import Configuration, files, generation

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "host"))
import confinement  # noqa: E402, where test hosts have it


class FullDisk(unittest.TestCase):
    def setUp(self):
        self.base = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.case = Configuration(self.base)
        self.case.units.mkdir()
        self.mount("size=400k")
        self.addCleanup(subprocess.run, ["umount", "--lazy", self.case.units], check=True)

    def mount(self, options):
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "small", self.case.units],
                       check=True)

    def test_nothing_is_half_written(self):
        self.case.write(generation("a", 20))
        self.assertEqual(self.case.apply().returncode, 0)
        before = files(self.case.units)
        self.case.write(generation("b", 90))
        done = self.case.apply()
        self.assertEqual(done.returncode, 3)
        self.assertRegex(done.stderr, r"\Asa-unitgen: cannot write '[^']*': No space left on device"
                         r", nothing is half written\n\Z")
        self.assertEqual(files(self.case.units), before)
        self.assertFalse(list(self.case.units.glob(".sa-unitgen-*")))
        subprocess.run(["mount", "-o", "remount,size=10m", self.case.units], check=True)
        self.assertEqual(self.case.apply().returncode, 0)
        self.assertEqual(len(files(self.case.units)), 90 * 3 + 30)


if __name__ == "__main__":
    if os.geteuid() != 0:
        sys.exit("expected to run as root: it mounts a tmpfs")
    confinement.enter_own_mounts()
    unittest.main()
