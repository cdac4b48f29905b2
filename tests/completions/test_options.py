#!/usr/bin/python3
"""What the programs offer to a shell is what their own help tells, no more and no less; and it is
there at once."""

import re
import time
import unittest

from programs import BUILT, UNITS, Programs

ENOUGH = 0.030  # seconds, the best of several: other programs run on this machine, too
OPTION = re.compile(r"^  (-\S+)", re.MULTILINE)
VERB = re.compile(r"^  ([a-z]+) ", re.MULTILINE)


class Options(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.programs = cls.enterClassContext(Programs())

    def help_of(self, *command):
        return self.programs.run(*command, "--help").stdout

    @staticmethod
    def options_in(text):
        """"-a,--all" and "--status" of the lines of a help."""
        return {name for names in OPTION.findall(text) for name in names.split(",")}

    @staticmethod
    def verbs_in(text):
        _, _, verbs = text.partition("\nSubcommands:\n")
        return set(VERB.findall(verbs))

    def test_every_verb_and_every_option_is_offered(self):
        looked_at = 0
        for program in BUILT:
            text = self.help_of(program)
            verbs, common = self.verbs_in(text), self.options_in(text)
            self.assertIn("--help", common)
            self.assertEqual(set(self.programs.offered(program, "-")), common, program)
            if not verbs:
                continue
            self.assertEqual(set(self.programs.offered(program, "")), verbs, program)
            for verb in verbs - {"unitgen"}:
                own = self.options_in(self.help_of(program, verb))
                self.assertEqual(set(self.programs.offered(program, verb, "-")), own | common,
                                 (program, verb))
                looked_at += 1
        self.assertGreater(looked_at, 20)

    def test_values(self):
        offered = self.programs.offered
        self.assertEqual(offered("sa", "status", "--health", "o"), ["overdue", "overrunning", "ok"])
        self.assertEqual(offered("sa", "status", "--health=ok,f"), ["--health=ok,failed"])
        self.assertEqual(offered("sa", "history", "--state", "ski"), ["skipped"])
        self.assertEqual(offered("sa", "slots", "--verdict", "on"), ["on-time"])
        self.assertEqual(offered("sa", "status", "--team", ""), ["lp"])
        self.assertEqual(offered("sa", "--no-pager", "pause", "--tag", "n"), ["nightly", "noisy"])
        self.assertEqual(offered("check_sa_units", "--state", "late="),
                         ["late=ok", "late=warning", "late=critical", "late=unknown"])
        self.assertEqual(offered("sa-unitgen", "import", ""),
                         ["crontab", "process-control", "upstart"])
        self.assertEqual(offered("sa-unitgen", "show", "g"), ["garbo", ""])
        self.assertEqual(offered("sa", "unitgen", "apply", "--target", "sys"), ["systemd"])

    def test_units(self):
        offered = self.programs.offered
        self.assertEqual(offered("sa", "show", "unit12"), [f"unit12{i}.service" for i in range(10)])
        self.assertEqual(offered("sa", "log", "job01"), ["job010"])
        self.assertEqual(offered("sa", "pause", "unit007"), ["unit007.service", "unit007.timer"])
        self.assertEqual(offered("sa", "log", "unit001", ""), [])  # an invocation
        self.assertEqual(len(offered("sa", "status", "")), UNITS + UNITS // 10)
        self.assertEqual(offered("check_sa_units", "--unit", "unit777"), ["unit777.service"])
        self.assertEqual(offered("sa", "status", "--", "-"), [])

    def test_nothing_is_said_where_there_is_no_status_file(self):
        self.programs.environment["SA_STATUS"] += ".gone"
        try:
            self.assertEqual(self.programs.offered("sa", "status", "u"), [])
        finally:
            self.programs.environment["SA_STATUS"] = \
                self.programs.environment["SA_STATUS"].removesuffix(".gone")

    def test_it_is_quick(self):
        for words in (("sa", "status", "unit"), ("sa", "st"), ("sa-unitgen", "show", ""),
                      ("check_sa_units", "--team", "")):
            took = []
            for _ in range(20):
                began = time.monotonic()
                self.programs.offered(*words)
                took.append(time.monotonic() - began)
            print(f"{' '.join(words)}: {min(took) * 1000:.1f} ms")
            self.assertLess(min(took), ENOUGH, words)

    def test_the_second_name_is_the_same_program_and_tells_its_own_name(self):
        first, second = self.help_of("sa"), self.help_of("scriptactivity")
        self.assertIn("Usage: sa [", first)
        self.assertEqual(second, first.replace("Usage: sa [", "Usage: scriptactivity ["))
        text = self.help_of("scriptactivity", "status")
        self.assertIn("Usage: scriptactivity status ", text)
        self.assertIn("see 'scriptactivity --help'. Manual: 'man scriptactivity'", text)
        self.assertIn("see 'scriptactivity --help'",
                      self.programs.run("scriptactivity").stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
