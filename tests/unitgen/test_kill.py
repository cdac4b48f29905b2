#!/usr/bin/python3
"""kill -9 at random points of an apply, until 100 came before its end and some of them between
old and new: each file is the old one or the new one, whole, and the next apply completes what was
begun."""

import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time
import unittest

from apply_case import Configuration, files, generation

KILLS = 100
MOST_TRIES = 1000
JOBS = 60


class Kill(unittest.TestCase):
    def open_case(self, target):
        memory = "/dev/shm" if os.path.isdir("/dev/shm") else None  # a kill loses no written page
        self.base = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(dir=memory)))
        self.case = Configuration(self.base, target)

    def wanted(self, jobs):
        """What an apply that nobody disturbs makes of the jobs."""
        self.case.write(jobs)
        units = self.base / f"undisturbed-{time.monotonic_ns()}"
        began = time.monotonic()
        self.assertEqual(self.case.apply(units).returncode, 0)
        self.longest = time.monotonic() - began
        return files(units)

    def kill_one(self, jobs):
        """Whether it was killed before its end."""
        self.case.write(jobs)
        process = subprocess.Popen(self.case.command(), stdout=subprocess.DEVNULL)
        time.sleep(random.uniform(0, self.longest))
        process.kill()
        return process.wait() != 0

    def assert_each_is_old_or_new(self, old, new):
        for path, text in files(self.case.units).items():
            self.assertIn(text, (old.get(path), new.get(path)), path)
        for path in set(old) & set(new):
            self.assertTrue((self.case.units / path).is_file(), f"{path} is gone")

    def test_at_any_point_of_units(self):
        self.open_case("systemd")
        self.kill_many()

    def test_at_any_point_of_jobs_of_upstart(self):
        self.open_case("upstart")
        self.kill_many()

    def kill_many(self):
        generations = [generation("a", JOBS, 5), generation("b", JOBS, 5)]
        wanted = [self.wanted(jobs) for jobs in generations]
        self.case.write(generations[0])
        self.assertEqual(self.case.apply().returncode, 0)
        number = killed = mixed = 0
        seed = random.randrange(2**32)
        random.seed(seed)
        while (killed < KILLS or mixed == 0) and number < MOST_TRIES:
            with self.subTest(number=number, seed=seed):
                new = (number + 1) % 2
                killed += self.kill_one(generations[new])
                self.assert_each_is_old_or_new(wanted[0], wanted[1])
                left = files(self.case.units)
                mixed += left not in wanted
                if number % 5 == 4:
                    self.assertEqual(self.case.apply().returncode, 0)
                    left = files(self.case.units)
                    self.assertEqual({path for path in {*left, *wanted[new]}
                                      if left.get(path) != wanted[new].get(path)}, set())
                    self.assertFalse(list(self.case.units.glob("**/.sa-unitgen-*")))
            number += 1
        print(f"{killed} of {number} killed before the end, {mixed} between old and new",
              file=sys.stderr)
        self.assertGreaterEqual(killed, KILLS)
        self.assertGreater(mixed, 0)


if __name__ == "__main__":
    unittest.main()
