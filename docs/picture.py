#!/usr/bin/python3
"""Makes docs/status.svg, the picture in the README: what `sa status` and `sa explain` really print
on a throwaway host with five jobs. As root, after a build, with Debian's python3-rich:
SA_BUILD_DIR=build/dev docs/picture.py"""

import pathlib
import re
import sys

DOCS = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS.parent / "tests/host"))

import confinement
from host import wait_until
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text
from watched_host import WatchedHost

COLUMNS = 110
# Without fonts from elsewhere: the reader's own monospaced one will do. Blanks are columns.
FRAME = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL).replace(
    "<svg ", '<svg xml:space="preserve" ', 1)
COMMANDS = ["sa status", "sa explain garbo"]
HOST = "batch1"
JOBS = {  # name: shell, schedule, what else its file says
    "lp/garbo": ("echo 'garbo: the database is read-only' >&2; exit 3", "30 2 * * *", ""),
    "lp/poll-imports": ("sleep 1", "*/5 * * * *", "grace: 2min\n"),
    "lp/send-mail": ("sleep 600", "*/15 * * * *", "max-runtime: 1s\n"),
    "ops/keep-etc": ("sleep 0.4", "15 3 * * *", "deadline: 1h\n"),
    "ops/rotate-keys": ("true", "0 4 * * 1", ""),
}
POLICY = "users: [nobody]\nuser: nobody\n"


def write_jobs(host):
    for team in ("lp", "ops"):
        host.write(f"/etc/scriptactivity/teams.d/{team}.yaml", POLICY)
    for name, (shell, schedule, more) in JOBS.items():
        host.write(f"/etc/scriptactivity/jobs.d/{name}.yaml",
                   f"script: |\n  {shell}\nschedule: '{schedule}'\n{more}")


def act(host):
    """Some days in the life of a host, in a few seconds."""
    host.run("sa-unitgen", "apply")
    for job in ("garbo", "poll-imports", "keep-etc"):
        host.run("sa", "run", "--wait", job, check=False)
    host.run("sa", "run", "send-mail")
    host.run("sa", "pause", "rotate-keys", "--until", "3d", "--reason", "new keys on Thursday")
    wait_until(lambda: "overrunning" in host.sa("status", check=False).stdout, 30, "a long run")


def shown(host, command):
    """With its colours: on a terminal of its own."""
    return host.run("script", "--quiet", "--return", "--command", command, "/dev/null", check=False,
                    environment={"TERM": "xterm-256color", "COLUMNS": str(COLUMNS),
                                 "PAGER": "cat"}).stdout


def main():
    confinement.require()
    confinement.enter_own_mounts()
    confinement.end_on_signals()
    with WatchedHost() as host, open("/dev/null", "w") as nowhere:
        host.install()
        write_jobs(host)
        host.boot()
        host.start_watcher()
        act(host)
        console = Console(record=True, width=COLUMNS, file=nowhere)
        for command in COMMANDS:
            console.print(Text.from_ansi(f"\x1b[1m{HOST}:~# {command}\x1b[0m"))
            console.print(Text.from_ansi(shown(host, command).replace("\r", "")))
        (DOCS / "status.svg").write_text(console.export_svg(title="ScriptActivity",
                                                            code_format=FRAME))


if __name__ == "__main__":
    main()
