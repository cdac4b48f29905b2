#!/usr/bin/python3
"""Every unit of tests/golden/unitgen is one that systemd-analyze has nothing to say about."""

import pathlib
import shutil
import subprocess
import sys
import tempfile

GOLDEN = pathlib.Path(__file__).resolve().parents[1] / "golden/unitgen"


def verified(folder):
    """What is said of the units that stand in `folder`, and its exit status."""
    units = sorted(str(path) for path in folder.iterdir())
    return subprocess.run(["systemd-analyze", "verify", "--man=no", *units], check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def main():
    units = [path for path in GOLDEN.glob("*/sa-*") if path.suffix in (".service", ".timer")]
    with tempfile.TemporaryDirectory() as name:
        for unit in units:
            shutil.copy(unit, name)
        done = verified(pathlib.Path(name))
        # A verifier that says nothing of anything would pass every unit.
        (pathlib.Path(name) / "bad.service").write_text("[Service]\nExecStart=relative/path\n")
        bad = verified(pathlib.Path(name))
    print(f"{len(units)} units, exit status {done.returncode}\n{done.stdout}", end="")
    sys.exit(0 if units and done.returncode == 0 and not done.stdout and bad.returncode else 1)


main()
