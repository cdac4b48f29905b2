#!/usr/bin/python3
"""Files are small, end in a newline, have no blanks at line ends, and name no place of the machine
they were written on."""

import re

from sources import OTHERS, PRODUCT, finish, lines, sources

LONGEST_FILE = 300
LONGEST_LINE = 100
TEXT = (".h", ".cc", ".py", ".txt", ".fbs", ".scd", ".md", ".in", ".sh")
CODE = (".h", ".cc", ".py")
# Directories that exist on nobody else's machine.
MACHINE_PATH = re.compile(r"(?<![\w.])/(home|work|workspace|mnt|Users)/\w")
ALLOWED = re.compile(r"/home/(lib|USER|someone)\b")


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
        length = len(lines(path))
        if path.suffix in CODE and length > LONGEST_FILE:
            problems.append(f"{path}: expected at most {LONGEST_FILE} lines, got {length}")
    finish(checked, problems)


main()
