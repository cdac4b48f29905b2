"""A host with Upstart, as far as the watcher sees one: a private bus, on which upstart_peer plays a
trace, and the real sa-watcher. Nothing outlives a test."""

import json
import os
import pathlib
import re
import select
import shutil
import signal
import subprocess
import tempfile
import time

BUILD = pathlib.Path(os.environ["SA_BUILD_DIR"])
HERE = pathlib.Path(__file__).resolve().parent

PATIENCE = 40  # seconds


def wait_for(what, condition, patience=PATIENCE, must=True):
    until = time.monotonic() + patience
    while not (found := condition()):
        if time.monotonic() > until:
            assert not must, f"waited in vain: {what}"
            return found
        time.sleep(0.02)
    return found


class Child:
    """A program with its output at hand, line by line."""

    def __init__(self, command, stream="stdout", **options):
        streams = {stream: subprocess.PIPE}
        self.process = subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE,
                                        **streams, **options)
        self.pipe = getattr(self.process, stream)
        self.lines = []
        self.rest = b""

    def read_more(self):
        ready, _, _ = select.select([self.pipe], [], [], 0.05)
        data = os.read(self.pipe.fileno(), 65536) if ready else None
        if data == b"":
            raise AssertionError(f"it ended: {self.lines}")
        self.rest += data or b""
        *whole, self.rest = self.rest.split(b"\n")
        self.lines += [line.decode() for line in whole]

    def wait_for_line(self, text):
        """The first line that has the text, and is not yet taken."""
        until = time.monotonic() + PATIENCE
        while True:
            for i, line in enumerate(self.lines):
                if text in line:
                    self.lines = self.lines[i + 1:]
                    return line
            assert time.monotonic() < until, f"no line '{text}' in {self.lines}"
            self.read_more()

    def go_on(self):
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()

    def end(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(PATIENCE)
        self.process.stdin.close()
        self.pipe.close()
        return code


class UpstartHost:
    def __init__(self, trace, jobs=HERE / "jobs", version="init (upstart 1.13.2)"):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sa-upstart-"))
        self.trace = self.folder / "trace"
        self.trace.write_text(trace)
        self.jobs = self.folder / "jobs"
        if isinstance(jobs, dict):
            self.jobs.mkdir()
            for name, text in jobs.items():
                (self.jobs / f"{name}.conf").write_text(text)
        else:
            shutil.copytree(jobs, self.jobs)
        self.expectations = self.folder / "expectations"
        self.expectations.mkdir()
        self.version = version
        self.children = []
        self.watcher = self.peer = None

    def __enter__(self):
        try:
            self.start_bus()
            return self
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_):
        for child in reversed(self.children):
            child.end(signal.SIGKILL)
        shutil.rmtree(self.folder)

    def start(self, command, **options):
        child = Child(command, **options)
        self.children.append(child)
        return child

    # The watcher hears signals that are not for it: the bus is a plain one.
    def start_bus(self):
        self.address = f"unix:path={self.folder}/bus"
        bus = self.start(["dbus-daemon", "--session", "--nofork", "--print-address",
                          f"--address={self.address}"])
        bus.wait_for_line("unix:path=")

    def start_peer(self):
        self.peer = self.start([BUILD / "tests/upstart/upstart_peer", self.address, self.version,
                                self.jobs, self.trace])
        self.peer.wait_for_line("ready")

    def watcher_command(self, *options):
        return [BUILD / "watcher/sa-watcher", "--store", self.folder / "store",
                "--status", self.folder / "status", "--config", self.folder / "config",
                "--expectations", self.expectations, "--pauses", self.folder / "paused",
                "--job-problems", self.folder / "problems.json", "--bus", self.address, *options]

    def environment(self):
        return {**os.environ, "TZ": "UTC", "SA_STORE": str(self.folder / "store"),
                "SA_STATUS": str(self.folder / "status"),
                "DBUS_SYSTEM_BUS_ADDRESS": self.address}

    def start_watcher(self, *options):
        self.watcher = self.start(self.watcher_command(*options), stream="stderr",
                                  env=self.environment())
        self.watcher.wait_for_line("watching")

    def stop_watcher(self, how=signal.SIGTERM):
        self.children.remove(self.watcher)
        code = self.watcher.end(how)
        assert code == (0 if how == signal.SIGTERM else -how), code

    def play(self, until="done"):
        """Lets the trace go on to its next "# wait" or its end."""
        self.peer.go_on()
        self.peer.wait_for_line(until if until == "done" else f"wait {until}")

    def play_all(self):
        self.start_peer()
        self.start_watcher()
        self.play()

    def pid_of(self, job):
        """The main process, as Upstart tells it now."""
        path = "/com/ubuntu/Upstart/jobs/" + job.replace("-", "_2d") + "/_"
        answer = subprocess.run(
            ["dbus-send", f"--bus={self.address}", "--print-reply=literal",
             "--dest=com.ubuntu.Upstart", path, "org.freedesktop.DBus.Properties.Get",
             "string:com.ubuntu.Upstart0_6.Instance", "string:processes"],
            capture_output=True, text=True, timeout=PATIENCE, check=True).stdout
        return int(re.search(r"main\s+int32 (\d+)", answer).group(1))

    def output_of(self, program, *arguments, **environment):
        done = subprocess.run([BUILD / program, *arguments],
                              env={**self.environment(), **environment}, capture_output=True,
                              text=True, timeout=PATIENCE, check=False)
        return done.returncode, done.stdout, done.stderr

    def sa(self, *arguments, **environment):
        return self.output_of("cli/sa", *arguments, **environment)

    def owe(self, job, text):
        """As sa-unitgen leaves what a job owes."""
        new = self.expectations / f".{job}.new"
        new.write_text(text)
        new.rename(self.expectations / job)

    def runs(self):
        """All of them, oldest first."""
        code, out, err = self.sa("history", "--json")
        assert code == 0, (code, err)
        return [json.loads(line) for line in out.splitlines()][::-1]

    def status(self):
        _, out, _ = self.sa("status", "--all", "--json")
        return {row["unit"]: row for row in map(json.loads, out.splitlines())}
