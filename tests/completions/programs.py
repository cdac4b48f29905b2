"""The built programs under their installed names, with a status file of a thousand units."""

import os
import pathlib
import subprocess
import tempfile

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ["SA_BUILD_DIR"])
BUILT = {"sa": "cli/sa", "scriptactivity": "cli/sa", "sa-unitgen": "unitgen/sa-unitgen",
         "check_sa_units": "check/check_sa_units"}
UNITS = 1000


class Programs:
    """Use as 'with Programs() as programs'."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="sa-completions-")
        self.path = pathlib.Path(self.folder.name)
        (self.path / "bin").mkdir()
        for name, built in BUILT.items():
            (self.path / "bin" / name).symlink_to(BUILD / built)
        status = self.path / "status"
        subprocess.run([BUILD / "tests/completions/make_status", status, str(UNITS)], check=True)
        self.environment = {"PATH": f"{self.path}/bin:/usr/bin:/bin", "HOME": str(self.path),
                            "SA_STATUS": str(status), "SA_CONFIG": str(self.path / "config"),
                            "LANG": "C.UTF-8", "TERM": "dumb"}
        jobs = self.path / "config/jobs.d/lp"
        jobs.mkdir(parents=True)
        (jobs / "garbo.yaml").write_text("command: /bin/true\n")
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def run(self, *command):
        return subprocess.run(command, capture_output=True, text=True, env=self.environment,
                              check=False, cwd=self.path)

    def offered(self, program, *words):
        """What it offers for the last of the words, without the help."""
        done = self.run(program, "--complete", *words)
        assert (done.returncode, done.stderr) == (0, ""), done
        return [line.split("\t")[0] for line in done.stdout.splitlines()]
