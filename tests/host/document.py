"""A document of docs/ as a story that can be played on a host.

In it a fenced block with the info string `console` holds commands and what they print: "# command"
is root's, "lena$ command" is lena's, "> " goes on with the line above. `console wait` asks again
and again until it is so. A block whose info string ends in a path, such as "yaml /etc/x.yaml", is a
file to be written. What changes from one time to the next (clock times, spans, invocation ids) may
differ, and "..." stands for any text, as in Python's doctest."""

import dataclasses
import doctest
import pathlib
import re

from markdown_it import MarkdownIt

DOCS = pathlib.Path(__file__).resolve().parents[2] / "docs"
PROMPT = re.compile(r"(?:(?P<user>[a-z][a-z0-9-]*)\$|#) (?P<command>.+)")
# Each is written as one word before two texts are compared, in this order.
SPAN = r"\d+(?:\.\d+)?(?:us|ms|s|min|h|d|w|month|y)(?: \d+(?:us|ms|s|min|h|d|w|month))*\b"
CHANGING = [
    (r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?=\d{4}-)", ""),
    (r"\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z| UTC| [+-]\d\d)?", "WHEN"),
    (rf"\b(?:in {SPAN}|{SPAN} ago|now\b)", "WHEN"),
    (rf"\b{SPAN}", "SPAN"),
    (r"\b[A-Z][a-z][a-z] [ \d]\d \d\d:\d\d:\d\d\b", "WHEN"),
    (r"\b\d\d:\d\d(?::\d\d)?\b", "TIME"),
    (r"\b[0-9a-f]{32}\b", "INVOCATION"),
    (r"\[\d+\]:", "[PID]:"),
    (r"[▁▂▃▄▅▆▇█·]+", "TREND"),
]
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclasses.dataclass
class Command:
    line: int  # of the document
    user: str | None  # None: root
    text: str
    wanted: str = ""
    waits: bool = False


@dataclasses.dataclass
class File:
    line: int
    path: str
    text: str


def plain(text):
    for pattern, word in CHANGING:
        text = re.sub(pattern, word, text)
    return re.sub(r"[^\S\n]+(?=\n|$)", "", text)


def is_as_told(wanted, printed):
    return doctest.OutputChecker().check_output(plain(wanted), plain(printed), FLAGS)


def commands_of(text, first_line, waits):
    """Of a block's text; `first_line`: its number in the document."""
    found = []
    for number, line in enumerate(text.splitlines(), first_line):
        start = PROMPT.fullmatch(line)
        if start:
            found.append(Command(number, start["user"], start["command"], waits=waits))
        elif line.startswith("> ") and found and not found[-1].wanted:
            found[-1].text += "\n" + line[2:]
        else:
            assert found, f"line {number}: expected a command, got {line!r}"
            found[-1].wanted += line + "\n"
    return found


def story_of(name):
    """The steps that docs/NAME tells, in its order: Command and File."""
    steps = []
    for block in MarkdownIt().parse((DOCS / name).read_text()):
        if block.type != "fence":
            continue
        words = block.info.split()
        if words[:1] == ["console"]:
            steps += commands_of(block.content, block.map[0] + 2, waits="wait" in words)
        elif words and words[-1].startswith("/"):
            steps.append(File(block.map[0] + 1, words[-1], block.content))
    return steps
