#!/usr/bin/python3
"""The packages in a root in which no systemd runs, as when an image is made: they are installed,
purged and installed without a word of trouble, and all is started by the first boot."""

import subprocess
import unittest

import host_case
from fresh_host import ALL, FIND, JOBS, FreshHost, lasting, needs
from host import ENVIRONMENT, wait_until


class Chroot(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.host = cls.enterClassContext(FreshHost())
        cls.inside("apt-get", "--yes", "--no-install-recommends", "satisfy", needs())
        cls.before = cls.files()

    @classmethod
    def inside(cls, *command):
        """Its output."""
        done = subprocess.run(
            ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--private-network",
             "--pipe", "--timezone=off", "--directory", cls.host.root, *command],
            env=ENVIRONMENT | {"DEBIAN_FRONTEND": "noninteractive"}, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    @classmethod
    def files(cls):
        return lasting(cls.inside(*FIND))

    def apt(self, *arguments):
        """Without a word of trouble."""
        said = self.inside("apt-get", "--yes", *arguments)
        for word in ("warning", "failed", "error", "cannot"):
            self.assertEqual([line for line in said.splitlines() if word in line.lower()], [])
        return said

    def test_it_is_installed_purged_and_installed_and_starts_with_the_first_boot(self):
        debs = self.host.on_shelf(ALL)
        self.apt("install", *debs)
        self.apt("purge", *ALL)
        self.assertEqual(sorted(self.files() ^ self.before), [])

        self.apt("install", *debs)
        self.host.write(f"{JOBS}/made.yaml", "command: /bin/true\nschedule: hourly\n")
        self.host.boot()
        self.host.wait_for_watcher()
        wait_until(lambda: "sa-made.timer" in self.host.listed_timers(), 30, "the job's timer")
        wait_until(lambda: self.host.listed_timers() == self.host.status_timers(), 60,
                   "each timer to be in sa status")


if __name__ == "__main__":
    host_case.main()
