#!/usr/bin/python3
"""What ./try does once all is built: the main job on a real systemd, with three samples. On this
host where systemd runs it, else on a throwaway one. try_it.py BUILD_DIR, as root."""

import contextlib
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile

import confinement
from host import ENVIRONMENT, TimedOut, wait_until
from watched_host import WatchedHost

# The watcher takes in what the journal knows, so each try has names of its own.
TAG = f"sample-{os.getpid()}"
SAMPLES = {
    f"{TAG}-good": "echo all is well; sleep 2",
    f"{TAG}-exits-3": "echo something is wrong >&2; exit 3",
    f"{TAG}-crashes": "sleep 1; kill -SEGV $$$$",  # systemd makes $ of $$
}
UNITS = f"{TAG}-*"
FOR_GOOD = """\
To install it for good, as root:

  cmake --install {build}
  systemd-sysusers && systemd-tmpfiles --create && systemctl daemon-reload
  systemctl enable --now sa-watcher.service
  sa status
"""


def say(text):
    print(f"\n==> {text}", flush=True)


class ThrowawayHost:
    """A systemd booted for this alone."""

    def __init__(self, build):
        confinement.require()
        confinement.enter_own_mounts()
        self.build = build
        self.host = WatchedHost()

    def __enter__(self):
        say("booting a throwaway host, for no systemd runs this machine")
        self.host.__enter__()
        self.host.install(self.build)
        self.host.boot()
        return self

    def __exit__(self, *_):
        self.host.__exit__()

    def start_watcher(self):
        self.host.start_watcher()

    def command(self, *arguments):
        return self.host.command(*arguments)

    def sa(self, *arguments):
        return self.host.command("sa", *arguments)


class ThisHost:
    """The systemd of this machine; store and status lie in a private directory."""

    def __init__(self, build):
        self.build = pathlib.Path(build)
        self.watcher = None

    def __enter__(self):
        # Under /run: a directory below /tmp may be another one to services.
        self.directory = tempfile.TemporaryDirectory(prefix="sa-try-", dir="/run")
        self.options = ["--store", f"{self.directory.name}/store",
                        "--status", f"{self.directory.name}/status"]
        return self

    def __exit__(self, *_):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
        subprocess.run(["systemctl", "stop", f"{TAG}-*"], **quiet)
        subprocess.run(["systemctl", "reset-failed", f"{TAG}-*"], **quiet)
        if self.watcher:
            self.watcher.send_signal(signal.SIGTERM)
            self.watcher.wait()
        self.directory.cleanup()

    def start_watcher(self):
        """Returns once it says to be ready, as it would say to systemd."""
        path = f"{self.directory.name}/notify"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.bind(path)
            notify.settimeout(0.1)
            self.watcher = subprocess.Popen(
                [self.build / "watcher/sa-watcher", "--bus", "system", *self.options],
                env=ENVIRONMENT | {"NOTIFY_SOCKET": path},
                preexec_fn=confinement.die_with_parent)
            wait_until(lambda: self.is_ready(notify), 60, "the watcher to be ready")

    def is_ready(self, notify):
        if self.watcher.poll() is not None:
            sys.exit(f"sa-watcher ended with {self.watcher.returncode}")
        with contextlib.suppress(TimeoutError):
            return b"READY=1" in notify.recv(4096).splitlines()
        return False

    def command(self, *arguments):
        return list(arguments)

    def sa(self, *arguments):
        return [self.build / "cli/sa", *arguments, *self.options]


def run(command):
    environment = ENVIRONMENT | {key: os.environ[key] for key in ("TERM", "COLUMNS", "NO_COLOR")
                                 if key in os.environ}
    subprocess.run(command, check=False, env=environment)


def ended_runs(place):
    output = subprocess.run(place.sa("history", UNITS, "--json"), capture_output=True, text=True,
                            env=ENVIRONMENT, check=False).stdout
    states = [json.loads(line)["state"] for line in output.splitlines()]
    return sum(state != "running" for state in states)


def main_job(place):
    say("starting the watcher")
    place.start_watcher()
    say("three transient timers: one succeeds, one exits 3, one dies by a signal")
    for name, shell in SAMPLES.items():
        subprocess.run(place.command("systemd-run", "--quiet", f"--unit={name}", "--on-active=1s",
                                     "--timer-property=AccuracySec=1us", "/bin/sh", "-c", shell),
                       check=True, env=ENVIRONMENT)
    for count in range(1, len(SAMPLES) + 1):
        wait_until(lambda: ended_runs(place) >= count, 30, f"{count} ended runs", interval=0.1)
        say(f"sa history ({count} of {len(SAMPLES)} have ended)")
        run(place.sa("history", UNITS))
    say("sa status")
    run(place.sa("status", UNITS))


def systemd_is_here():
    return pathlib.Path("/run/systemd/system").is_dir()


def main():
    confinement.end_on_signals()
    build = str(pathlib.Path(sys.argv[1]).resolve())
    try:
        with (ThisHost if systemd_is_here() else ThrowawayHost)(build) as place:
            main_job(place)
    except KeyboardInterrupt:
        sys.exit(130)
    except TimedOut as problem:
        sys.exit(f"try: {problem}")
    say("done, nothing is left behind")
    print(FOR_GOOD.format(build=sys.argv[1]))


if __name__ == "__main__":
    main()
