"""What the test jobs themselves say of their runs: each appends its lines to one file of the host,
and knows nothing of the watcher."""

import dataclasses
import decimal

JOB = "/opt/truth/job"
FILE = "/var/truth/lines"

# job NAME COMMAND: a line when it begins, and one with its exit status when it ends. One that is
# killed has no last line.
JOB_SCRIPT = f"""\
#!/bin/sh
say() {{ echo "$1 $name $(date +%s.%N) $$ ${{INVOCATION_ID:--}} $2" >> {FILE}; }}
name=$1
say begin -
trap 'say end $?' EXIT
eval "$2"
"""


def microseconds(text):
    """Of "1763796600.123456789", cut, as a whole number: floats would lose them."""
    return int(decimal.Decimal(text) * 1000000)


@dataclasses.dataclass
class Truth:
    """One run as its job saw it. Instants: microseconds since 1970, None where it did not say."""

    name: str
    invocation: str
    pid: int
    began: int = None
    ended: int = None
    code: int = None


def install(host):
    host.write(JOB, JOB_SCRIPT, 0o755)
    host.write(FILE, "", 0o666)
    (host.root / "var/truth").chmod(0o777)


def command(name, shell):
    """The ExecStart= value of a job that runs `shell` and tells."""
    quoted = shell.replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$").replace("%", "%%")
    return f'{JOB} {name} "{quoted}"'


def read(host):
    """All runs in the order in which they began."""
    runs = {}
    for line in host.read(FILE).splitlines():
        word, name, stamp, pid, invocation, code = line.split()
        run = runs.setdefault((name, invocation, pid), Truth(name, invocation, int(pid)))
        if word == "begin":
            run.began = microseconds(stamp)
        else:
            run.ended, run.code = microseconds(stamp), int(code)
    return list(runs.values())


def of(host, name):
    return [run for run in read(host) if run.name == name]
