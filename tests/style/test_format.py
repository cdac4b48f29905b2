#!/usr/bin/python3
"""Every C++ file is as clang-format and .clang-format would have it."""

import subprocess

from sources import OTHERS, PRODUCT, REPOSITORY, finish, sources


def main():
    checked = sources(PRODUCT + OTHERS, ".h", ".cc")
    done = subprocess.run(["clang-format", "--dry-run", "-Werror", *map(str, checked)],
                          cwd=REPOSITORY, capture_output=True, text=True, check=False)
    problems = [line for line in done.stderr.splitlines() if "error:" in line]
    if done.returncode != 0 and not problems:
        problems = done.stderr.splitlines()
    finish(checked, problems)


main()
