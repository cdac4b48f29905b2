#!/usr/bin/python3
"""Theme: the examples of the man pages. One host for all pages: each plays its examples from the
first to the last, and they must print what they say they print. By hand, with a page's name, it
shows what came instead: test_man_examples.py "sa(1)\""""

import sys
import time
import unittest

import confinement
import man_page
from reader import Reader, newly_installed_host

# What the pages speak of as if it were there.
CAST = {
    "/etc/systemd/system/backup.service":
        "[Service]\nType=oneshot\nExecStart=/bin/echo 12 files copied\n",
    "/etc/systemd/system/backup.timer":
        "[Timer]\nOnCalendar=*-*-* 02:00\n[Install]\nWantedBy=timers.target\n",
    "/etc/scriptactivity/teams.d/lp.yaml": "users: [lena]\n",
    "/etc/scriptactivity/jobs.d/lp/garbo.yaml":
        "script: echo removed 3 branches\nschedule: 30 2 * * *\ngrace: 15min\n",
    "/etc/scriptactivity/jobs.d/lp/poll.yaml":
        "script: |\n  echo no answer >&2\n  exit 3\nschedule: 40 2 * * *\n",
}
# Literal blocks outside EXAMPLES that are no examples, by how their first line begins, and why.
NO_EXAMPLES = {
    "name      org.scriptactivity.Watcher1": "the interface, as a table",
    "name      org.scriptactivity.Control1": "the interface, as a table",
    "systemd ─ D-Bus ──┐": "a picture",
    "backup.service on box has failed.": "how a message looks; host.notify has real ones",
    "SA_UNITS CRITICAL - 2 of 31 units": "how an answer looks; host.nagios has real ones",
    "[X-ScriptActivity]": "all keys of the section; man.pages compares them with the code",
}
FRAGMENTS = "sa-job(5)"  # its blocks outside EXAMPLES are parts of files, played by test_fragments


def source(title):
    return {man_page.title(path): path for path in man_page.pages()}[title].read_text()


def cast_host():
    host = newly_installed_host()
    for path, text in CAST.items():
        host.write(path, text)
    host.reload()
    host.run("systemctl", "enable", "--now", "backup.timer")
    host.run("systemctl", "restart", "sa-unitgen.service")
    for unit in ("backup", "sa-garbo", "sa-poll"):
        host.run("systemctl", "start", f"{unit}.service", check=False)
        host.wait_for_runs(f"{unit}.service")
    return host


def play(host, title):
    """What differs from what the page says."""
    reader = Reader(host)
    steps = [step for line, block in man_page.examples(source(title))
             for step in man_page.steps(line, block)]
    return [problem for step in steps if (problem := reader.do(step))]


def fragment_file(text):
    """Where a part of a file that sa-job(5) shows belongs, and the least that makes it whole."""
    if text.startswith("users:"):
        return "teams.d/web.yaml", text
    if "\ndefaults:" in text:
        return "scriptactivity.yaml", text
    whole = text if "command:" in text or "script:" in text else f"command: /bin/true\n{text}"
    return "jobs.d/fragment.yaml", whole


class ManExamples(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.host = cast_host()
        cls.addClassCleanup(cls.host.__exit__)

    def test_examples_print_what_the_pages_say(self):
        for path in man_page.pages():
            with self.subTest(page=man_page.title(path)):
                self.assertEqual("\n".join(play(self.host, man_page.title(path))), "")

    def problems(self, folder, name, text):
        """What sa-unitgen says of this one file in a configuration folder: exit code, problems."""
        self.host.write(f"{folder}/jobs.d/other.yaml", "command: /bin/true\n")
        self.host.write(f"{folder}/{name}", text)
        done = self.host.run("sa-unitgen", "--config", folder, "check", check=False)
        return done.returncode, done.stderr

    def test_fragments_of_sa_job_are_right(self):
        """And each is read: with one line more that is wrong it is a problem."""
        found = [text for section, _, text in man_page.blocks(source(FRAGMENTS))
                 if section != "EXAMPLES"]
        self.assertGreater(len(found), 5)
        for number, text in enumerate(found):
            with self.subTest(text=text):
                name, whole = fragment_file(text)
                folder = f"/root/fragments/{number}"
                self.assertEqual(self.problems(folder, name, whole), (0, ""))
                code, problems = self.problems(folder, name, f"{whole}wrong: 1\n")
                self.assertEqual(code, 1)
                self.assertRegex(problems, rf"\A{name}:\d+:1: wrong: unknown key")


class Pages(unittest.TestCase):
    def test_each_page_has_examples(self):
        without = [man_page.title(path) for path in man_page.pages()
                   if not man_page.examples(path.read_text())]
        self.assertEqual(without, [])

    def test_examples_are_in_literal_blocks(self):
        """What is only indented would not be played."""
        indented = [(man_page.title(path), line) for path in man_page.pages()
                    for line in man_page.prose_of_examples(path.read_text())
                    if line.startswith("\t")]
        self.assertEqual(indented, [])

    def test_other_blocks_are_named_with_the_reason(self):
        others = [text for path in man_page.pages() if man_page.title(path) != FRAGMENTS
                  for section, _, text in man_page.blocks(path.read_text())
                  if section != "EXAMPLES"]
        named = [next((name for name in NO_EXAMPLES if text.startswith(name)), text)
                 for text in others]
        self.assertCountEqual(named, NO_EXAMPLES)


def main():
    confinement.require()
    confinement.enter_own_mounts()
    confinement.end_on_signals()
    if len(sys.argv) < 2:
        unittest.main(verbosity=2)
        return
    host = cast_host()
    try:
        for title in sys.argv[1:]:
            began = time.monotonic()
            print("\n".join(play(host, title)))
            print(f"{title}: {time.monotonic() - began:.1f} s", file=sys.stderr)
    finally:
        host.__exit__()


if __name__ == "__main__":
    main()
