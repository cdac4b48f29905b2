#!/usr/bin/python3
"""Theme: the documents. Each is played from its first command to its last on a host of its own, as
a reader would, and must print what it says it prints. By hand, with a document's name, it shows
what came instead: test_documents.py tutorial.md"""

import sys
import time
import unittest

import confinement
import document
from reader import Reader, newly_installed_host

PLAYED_BY_OTHERS = {"monitoring"}  # test_monitoring.py


def play(name):
    """What differs from what the document says."""
    host = newly_installed_host()
    try:
        reader = Reader(host)
        return [problem for step in document.story_of(name) if (problem := reader.do(step))]
    finally:
        host.__exit__()


class Documents(unittest.TestCase):
    maxDiff = None

    def assert_true(self, name):
        self.assertEqual("\n".join(play(name)), "")

    def test_tutorial(self):
        self.assert_true("tutorial.md")

    def test_notifications(self):
        self.assert_true("recipes/notifications.md")

    def test_release(self):
        self.assert_true("recipes/release.md")

    def test_from_cron(self):
        self.assert_true("recipes/from-cron.md")

    def test_from_others(self):
        self.assert_true("recipes/from-others.md")

    def test_each_document_with_commands_is_played(self):
        tested = {name.removeprefix("test_").replace("_", "-") for name in dir(self)}
        told = {path.stem for path in document.DOCS.rglob("*.md")
                if document.story_of(path.relative_to(document.DOCS))}
        self.assertEqual(told - tested, PLAYED_BY_OTHERS)


def main():
    confinement.require()
    confinement.enter_own_mounts()
    confinement.end_on_signals()
    if len(sys.argv) == 2:
        began = time.monotonic()
        print("\n".join(play(sys.argv[1])))
        print(f"{time.monotonic() - began:.1f} s", file=sys.stderr)
    else:
        unittest.main(verbosity=2)


if __name__ == "__main__":
    main()
