"""A configuration and what sa-unitgen makes of it in a folder, for tests of the whole program."""

import os
import pathlib
import subprocess

BUILD = pathlib.Path(os.environ.get("SA_BUILD_DIR", "build/dev"))
PROGRAM = (BUILD / "unitgen/sa-unitgen").resolve()


class Configuration:
    """Job files in a folder `config`, applied to a folder `units`."""

    def __init__(self, base, target="systemd"):
        self.config = base / "etc"
        self.units = base / "units"
        self.target = target
        (self.config / "jobs.d").mkdir(parents=True)

    def write(self, jobs):
        """The job files are these and no others: name to text."""
        folder = self.config / "jobs.d"
        for path in folder.iterdir():
            if path.stem not in jobs:
                path.unlink()
        for name, text in jobs.items():
            path = folder / f"{name}.yaml"
            if not path.exists() or path.read_text() != text:
                path.write_text(text)

    def command(self, units=None):
        return [PROGRAM, "--config", self.config, "apply", "--target", self.target,
                "--output-dir", units or self.units]

    def apply(self, units=None):
        return subprocess.run(self.command(units), capture_output=True, text=True, check=False,
                              timeout=60)


def files(units):
    """Path to text of all files and links that count, seen from outside."""
    found = {}
    for folder, _, names in os.walk(units):
        if os.path.basename(folder).startswith(".sa-unitgen"):
            continue
        for name in names:
            path = pathlib.Path(folder, name)
            text = os.readlink(path) if path.is_symlink() else path.read_text()
            found[str(path.relative_to(units))] = text
    return found


def generation(letter, count, extra=0):
    """`count` jobs whose units all differ from those of another letter, and `extra` more."""
    jobs = {}
    for number in range(count):
        kind = f"script: |\n  echo {letter}\n" if number % 3 == 0 else f"command: /bin/{letter}\n"
        jobs[f"both-{number}"] = f'description: {letter}\n{kind}schedule: "{number % 60} 1 * * *"\n'
    for number in range(extra):
        jobs[f"only-{letter}-{number}"] = "command: /bin/true\nschedule: daily\n"
    return jobs
