"""The files that the style tests look at, and how they tell what is wrong."""

import pathlib
import re
import sys

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
PRODUCT = ["core", "host", "store", "watcher", "upstart", "control", "notify", "unitgen", "cli",
           "check"]
OTHERS = ["tests", "bench"]


def sources(folders, *suffixes):
    """All files below these folders that end so, in a fixed order, as paths from the root."""
    found = []
    for folder in folders:
        for path in sorted((REPOSITORY / folder).rglob("*")):
            if path.suffix in suffixes and path.is_file():
                found.append(path.relative_to(REPOSITORY))
    return found


def lines(path):
    return (REPOSITORY / path).read_text().splitlines()


def includes(path):
    """(line number, what is included) for every #include, quotes or brackets kept."""
    for number, line in enumerate(lines(path), start=1):
        found = re.match(r'\s*#\s*include\s+(["<][^">]+[">])', line)
        if found:
            yield number, found.group(1)


def finish(checked, problems):
    """Ends the test: one line a problem, FILE:LINE: what is wrong."""
    for problem in problems:
        print(problem)
    if not checked:
        sys.exit("no files to check: is this the source tree?")
    print(f"{len(checked)} files, {len(problems)} problems")
    sys.exit(1 if problems else 0)
