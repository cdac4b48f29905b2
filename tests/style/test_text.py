#!/usr/bin/python3
"""Lines have no blanks at their end and are not too long, and nothing names a place of the machine
it was written on."""

import re

from sources import OTHERS, PRODUCT, finish, lines, sources

LONGEST_LINE = 100
TEXT = (".h", ".cc", ".py", ".txt", ".fbs", ".scd", ".md", ".in", ".sh")
# Directories that exist on nobody else's machine.
MACHINE_PATH = re.compile(r"(?<![\w.])/(home|work|workspace|mnt|Users)/\w")
ALLOWED = re.compile(r"/home/(lib|USER|someone|lena)\b")


def line_problems(path):
    for number, line in enumerate(lines(path), start=1):
        if line != line.rstrip():
            yield number, "blanks at the end of the line"
        if path.suffix == ".py" and len(line) > LONGEST_LINE:
            yield number, f"expected at most {LONGEST_LINE} columns, got {len(line)}"
        if MACHINE_PATH.search(ALLOWED.sub("", line)):
            yield number, "names a directory of one machine"


def main():
    checked = sources(PRODUCT + OTHERS + ["units", "docs", "debian", "cmake"], *TEXT)
    problems = []
    for path in checked:
        problems += [f"{path}:{number}: {problem}" for number, problem in line_problems(path)]
    finish(checked, problems)


main()
