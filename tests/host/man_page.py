"""The examples of a man page as a story that can be played on a host, from its scdoc source.

In the section EXAMPLES each literal block is a file or commands. A file tells its path in a
comment, in its first line or below "#!", and lies where an administrator writes. All other blocks
are commands with their prompts and what they print, as in a `console` block of a document."""

import pathlib
import re

import document

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECTION = re.compile(r"^# (.+)\n", re.MULTILINE)
FILE = re.compile(r"(?:#!.*\n)?(?:#|//) (/(?:etc|root|usr/local)/\S+)\n")
# What may be asked again until the watcher has seen what was done before; it changes nothing.
ASKS = re.compile(r"sa (?:status|show|next|history|explain|log) |journalctl |\S+/check_sa_units ")


def pages():
    """The sources of all man pages."""
    return [path for path in sorted(REPOSITORY.rglob("*.[1578].scd"))
            if path.relative_to(REPOSITORY).parts[0] != "build"]


def title(path):
    """Of cli/sa.1.scd: sa(1)."""
    name, section = path.name.removesuffix(".scd").rsplit(".", 1)
    return f"{name}({section})"


def blocks(text):
    """The literal blocks of a page's source: section, line of the text, the text."""
    without = BLOCK.sub(lambda found: re.sub(r"[^\n]", "x", found[0]), text)
    titles = [(found.start(), found[1]) for found in SECTION.finditer(without)]
    for found in BLOCK.finditer(text):
        section = [name for start, name in titles if start < found.start()][-1]
        line = text.count("\n", 0, found.start()) + 2
        yield section, line, found[1].replace("\\\\", "\\")


def examples(text):
    return [(line, block) for section, line, block in blocks(text) if section == "EXAMPLES"]


def steps(line, block):
    """Of one literal block."""
    file = FILE.match(block)
    if file:
        return [document.File(line, file[1], block)]
    found = document.commands_of(block, line, waits=False)
    for command in found:
        command.waits = bool(ASKS.match(command.text))
    return found


def prose_of_examples(text):
    """The lines of EXAMPLES outside its literal blocks."""
    after = BLOCK.sub("", text).partition("\n# EXAMPLES\n")[2]
    return SECTION.split(after)[0].splitlines()
