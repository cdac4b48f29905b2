#!/usr/bin/python3
"""Each option, verb, exit code, key, field and word is in its man page, and what the page tells is
there: --help, the pages and the tables of the code are compared. The pages are clean, too."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ["SA_BUILD_DIR"])
PROGRAMS = {"cli/sa": "cli/sa.1.scd", "unitgen/sa-unitgen": "unitgen/sa-unitgen.1.scd",
            "watcher/sa-watcher": "watcher/sa-watcher.8.scd",
            "check/check_sa_units": "check/check_sa_units.1.scd",
            "notify/sa-notify": "notify/sa-notify.8.scd"}
EXIT_CODES = {"cli/sa": "cli/exit_code.h", "unitgen/sa-unitgen": "unitgen/exit_code.h",
              "watcher/sa-watcher": "watcher/main.cc"}
OPTION = re.compile(r"^  (-\S+)", re.MULTILINE)
VERB = re.compile(r"^  ([a-z]+) ", re.MULTILINE)


def page(path):
    return (REPOSITORY / path).read_text()


def section(text, title):
    """What stands under a title; "": there is none."""
    found = re.search(rf"^# {re.escape(title)}\n(.*?)(?=^# |\Z)", text, re.MULTILINE | re.DOTALL)
    return found.group(1) if found else ""


def paragraphs(text):
    """By the first word of what begins at the margin, *word*: all up to the next one."""
    parts = re.split(r"^(?=\*)", text, flags=re.MULTILINE)
    return {re.match(r"\*([^*]+)\*", part).group(1): part for part in parts if part.startswith("*")}


def defined_options(text):
    """Options with an explanation of their own: at the margin of their text, bold."""
    return {name for line in re.findall(r"^\t?(\*-.*)$", text, re.MULTILINE)
            for name in re.findall(r"\*(--?[A-Za-z][a-z-]*)\*", line)}


def mentioned(text):
    return set(re.findall(r"\*(--?[A-Za-z][a-z-]*)[ a-z]*\*", text)) | \
        set(re.findall(r"\[(--?[a-z-]+)", text))


def defined(text, mark, end=""):
    """Words that are explained, several on one line: "*a*, *b*"."""
    mark = re.escape(mark)
    lines = re.findall(rf"^\t?{mark}\S+{mark}(?:, {mark}\S+{mark})*$", text, re.MULTILINE)
    word = mark + r"([A-Za-z_-]+)" + re.escape(end) + mark
    return {found for line in lines for found in re.findall(word, line)}


class Pages(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.words = {}
        told = subprocess.run([BUILD / "tests/man/tell_words"], capture_output=True, text=True,
                              check=True).stdout
        for line in told.splitlines():
            table, word = line.split(" ", 1)
            cls.words.setdefault(table, []).append(word)

    def help_of(self, program, *verb):
        return subprocess.run([BUILD / program, *verb, "--help"], capture_output=True, text=True,
                              check=False).stdout

    @staticmethod
    def options_in(text):
        return {name for names in OPTION.findall(text) for name in names.split(",")}

    @staticmethod
    def verbs_in(text):
        return set(VERB.findall(text.partition("\nSubcommands:\n")[2]))

    def test_options_of_programs(self):
        for program, path in PROGRAMS.items():
            with self.subTest(program):
                options = self.options_in(self.help_of(program))
                self.assertGreater(len(options), 3)
                self.assertEqual(defined_options(section(page(path), "OPTIONS")), options)

    def test_verbs_and_their_options(self):
        for program in ("cli/sa", "unitgen/sa-unitgen"):
            text = page(PROGRAMS[program])
            told = paragraphs(section(text, "VERBS"))
            verbs = self.verbs_in(self.help_of(program))
            self.assertEqual(set(told), verbs)
            synopsis = section(text, "SYNOPSIS").splitlines()
            for verb in verbs - {"unitgen"}:
                with self.subTest(f"{program} {verb}"):
                    lines = [line for line in synopsis if f" *{verb}*" in line]
                    self.assertTrue(lines)
                    options = self.options_in(self.help_of(program, verb)) - {"-h", "--help"}
                    here = mentioned(told[verb] + "\n".join(lines))
                    long_ones = {name for name in options if name.startswith("--")}
                    self.assertEqual(long_ones - here, set(), "not told of the verb")
                    self.assertEqual(options - mentioned(section(text, "VERBS")) - here, set())
                    self.assertEqual(defined_options(told[verb]) - options, set(), "not there")

    def test_variables(self):
        for program, path in PROGRAMS.items():
            for name in re.findall(r"\(Env:(\w+)\)", self.help_of(program)):
                self.assertIn(f"*{name}*", section(page(path), "ENVIRONMENT"), program)

    def test_exit_codes(self):
        for program, source in EXIT_CODES.items():
            enumeration = re.search(r"enum ExitCode.*?\{(.*?)\}", page(source), re.DOTALL).group(1)
            codes = re.findall(r"= (\d)", enumeration)
            told = re.findall(r"^\*?(\d)\*?$", section(page(PROGRAMS[program]), "EXIT STATUS"),
                              re.MULTILINE)
            self.assertEqual(told, codes, program)
        told = re.findall(r"\*(\d)\* (\w+)", section(page("check/check_sa_units.1.scd"),
                                                     "EXIT STATUS"))
        self.assertEqual(told, list(zip("0123", ("OK", "WARNING", "CRITICAL", "UNKNOWN"))))

    def test_words_of_sa(self):
        text = page("cli/sa.1.scd")
        verbs = paragraphs(section(text, "VERBS"))
        self.assertEqual(defined(section(text, "HEALTH"), "*"), set(self.words["health"]))
        checks = re.findall(r"^\t_([a-z-]+)_$", verbs["doctor"], re.MULTILINE)
        self.assertEqual(checks, self.words["check"])
        for table, where in (("state", section(text, "FIELDS")), ("verdict", verbs["slots"]),
                             ("finding", verbs["doctor"])):
            for word in self.words[table]:
                self.assertIn(f"_{word}_", where, table)

    def test_fields_of_json(self):
        text = page("cli/sa.1.scd")
        verbs = paragraphs(section(text, "VERBS"))
        fields = section(text, "FIELDS")
        self.assertEqual(defined(fields, "*"),
                         set(self.words["run-field"]) | set(self.words["unit-field"]))
        for table, verb in (("next", "next"), ("slot", "slots"), ("stats", "stats"),
                            ("finding", "doctor")):
            for word in self.words[f"{table}-field"]:
                self.assertIn(f"*{word}*", verbs[verb], verb)

    def test_keys_of_the_section(self):
        text = section(page("watcher/sa-watcher.8.scd"), "WHAT A UNIT OWES")
        self.assertEqual(defined(text, "*", "="), set(self.words["section-key"]))

    def test_keys_of_job_files(self):
        text = page("unitgen/sa-job.5.scd")
        told = {word for line in re.findall(r"^\*.*?: ", text, re.MULTILINE)
                for word in re.findall(r"\*([a-z-]+)\*", line)}
        self.assertEqual(set(self.words["job-key"]) - told, set())
        known = " ".join(path.read_text() for path in sorted((REPOSITORY / "core").glob("*.cc")))
        for key in told:
            self.assertIn(f'"{key}"', known, "a key that nothing reads")

    def test_pages_are_clean(self):
        pages = sorted(path for path in REPOSITORY.rglob("*.scd")
                       if "build" not in path.relative_to(REPOSITORY).parts)
        self.assertGreater(len(pages), 7)
        with tempfile.TemporaryDirectory() as folder:
            for path in pages:
                with self.subTest(path.name):
                    made = pathlib.Path(folder) / path.stem
                    made.write_bytes(subprocess.run(["scdoc"], input=path.read_bytes(),
                                                    capture_output=True, check=True).stdout)
                    done = subprocess.run(
                        ["man", "--warnings", "--encoding=UTF-8", "--local-file",
                         "--troff-device=utf8", "--ditroff", made], capture_output=True, text=True,
                        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANWIDTH": "80"},
                        check=False)
                    self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_pages_that_are_named_exist(self):
        pages = {path.stem for path in REPOSITORY.rglob("*.scd")}
        ours = re.compile(r"\*((?:sa|scriptactivity|check_sa|org\.scriptactivity)[\w.-]*)"
                          r"\*\((\d)\)")
        for path in sorted(REPOSITORY.rglob("*.scd")):
            for name, number in ours.findall(path.read_text()):
                self.assertIn(f"{name}.{number}", pages, path.name)


if __name__ == "__main__":
    unittest.main(verbosity=2)
