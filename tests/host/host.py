#!/usr/bin/python3
"""A throwaway host: a real systemd with its own bus and journal, booted in about three seconds
over an overlay of this machine, which it does not touch. By hand: tests/host/host.py opens a shell
in one."""

import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import uuid

import confinement

BOOT_SECONDS = 90
BUSY = 3  # times as long as alone may something take beside other tests
# Units of the machine below that would only make noise or slow the boot.
MASKED = [
    "systemd-tmpfiles-clean.timer",
    "systemd-firstboot.service",
    "systemd-repart.service",
    "systemd-pcrphase.service",
    "systemd-pcrphase-sysinit.service",
    "systemd-logind.service",
    "e2scrub_reap.service",
]
DEFAULT_TARGET = """\
[Unit]
Description=What a throwaway host starts
Requires=basic.target
After=basic.target
AllowIsolate=yes
"""
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": "/root"}
RESTARTED = 133  # how systemd-nspawn ends when the system inside asked for a reboot


class TimedOut(AssertionError):
    """What was waited for did not come."""


def wait_until(condition, seconds=30, what=None, interval=0.05):
    """The first true value of condition(); raises TimedOut when none came in time: so many seconds
    on a machine of its own, which on a busy one are more."""
    end = time.monotonic() + seconds * BUSY
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise TimedOut(f"waited {seconds} s for {what or condition.__name__}, last: {value!r}")
        time.sleep(interval)


class Host:
    """Use as 'with Host() as host'. Files below `root` are the host's files, seen from outside
    (but /run, /tmp and /dev inside are the host's own)."""

    nspawn_options = ()

    def __init__(self, journald="", tmpfs_size="80%", binds=()):
        self.journald = journald
        self.tmpfs_size = tmpfs_size
        self.binds = list(binds)  # (outside, inside): directories that must be on a real disk
        self.process = None
        self.leader = None
        self.name = f"sa-host-{os.getpid()}-{uuid.uuid4().hex[:6]}"
        self.cgroup = confinement.Cgroup(self.name)

    def __enter__(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="sa-host-"))
        self.root = self.directory / "root"
        try:
            self._mount()
            self._furnish()
            self.cgroup.make()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.power_off()
        with contextlib.suppress(OSError):
            self.cgroup.remove()
        for mount in (self.root, self.directory):
            subprocess.run(["umount", "--lazy", mount], stderr=subprocess.DEVNULL, check=False)
        shutil.rmtree(self.directory, ignore_errors=True)

    def _mount(self):
        size = f"size={self.tmpfs_size},mode=0755"
        subprocess.run(["mount", "-t", "tmpfs", "-o", size, "sa-host", self.directory], check=True)
        for name in ("upper", "work", "root"):
            (self.directory / name).mkdir()
        layers = f"lowerdir=/,upperdir={self.directory}/upper,workdir={self.directory}/work"
        subprocess.run(["mount", "-t", "overlay", "-o", layers, "overlay", self.root], check=True)

    def _furnish(self):
        """Makes the copy a host of its own, without what the machine below starts."""
        shutil.rmtree(self.root / "etc/systemd/system", ignore_errors=True)
        shutil.rmtree(self.root / "var/log/journal", ignore_errors=True)
        (self.root / "var/log/journal").mkdir(parents=True)
        (self.root / "etc/fstab").unlink(missing_ok=True)
        self.write("/etc/machine-id", uuid.uuid4().hex + "\n")
        self.write("/etc/hostname", "testhost\n")
        self.write("/etc/systemd/journald.conf.d/test.conf",
                   f"[Journal]\nStorage=persistent\nForwardToConsole=no\n{self.journald}\n")
        self.write("/etc/systemd/system/test.target", DEFAULT_TARGET)
        (self.root / "etc/systemd/system/default.target").symlink_to("test.target")
        for unit in MASKED:
            (self.root / "etc/systemd/system" / unit).symlink_to("/dev/null")

    def write(self, path, text, mode=0o644):
        """Writes a file of the host, with its directories. Not below /run or /tmp."""
        target = self.root / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        target.chmod(mode)

    def read(self, path):
        return (self.root / path.lstrip("/")).read_text()

    def boot(self):
        """Starts the host and waits until its default target is reached."""
        command = ["systemd-nspawn", "--quiet", "--boot", "--register=no", "--keep-unit",
                   "--private-network", "--link-journal=no", "--hostname=testhost",
                   "--machine", self.name, "--directory", self.root, *self.nspawn_options]
        command += [f"--bind={outside}:{inside}" for outside, inside in self.binds]
        with open(self.directory / "console", "ab") as console:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=console, stderr=subprocess.STDOUT,
                start_new_session=True, preexec_fn=self._confine,
                env=ENVIRONMENT | {"SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"})
        self.leader = wait_until(self._find_leader, BOOT_SECONDS, "a booting systemd")
        wait_until(self._is_up, BOOT_SECONDS, "the host to be up")

    def _confine(self):
        confinement.die_with_parent()
        self.cgroup.join()

    def _find_leader(self):
        if self.process.poll() is not None:
            raise AssertionError("systemd-nspawn ended: " + self.console())
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        for child in children.read_text().split():
            with contextlib.suppress(OSError):
                if pathlib.Path(f"/proc/{child}/comm").read_text() == "systemd\n":
                    return int(child)
        return None

    def _is_up(self):
        if self.process.poll() is not None:
            raise AssertionError("the host ended while booting: " + self.console())
        state = self.run("systemctl", "is-system-running", check=False).stdout.strip()
        return state in ("running", "degraded")

    def console(self):
        return (self.directory / "console").read_text(errors="replace")[-2000:]

    def command(self, *arguments):
        """The command line that runs `arguments` inside, for Popen."""
        return ["nsenter", "-t", str(self.leader), "-a", "-r", "-w", *map(str, arguments)]

    def run(self, *arguments, check=True, timeout=180, environment=None, text=True, stdin=None):
        """Runs a program inside as root; a CompletedProcess with its output."""
        done = subprocess.run(self.command(*arguments), capture_output=True, text=text,
                              timeout=timeout, input=stdin, env=ENVIRONMENT | (environment or {}))
        if check and done.returncode != 0:
            raise AssertionError(f"{arguments} ended with {done.returncode}: {done.stderr}")
        return done

    def output(self, *arguments, **options):
        return self.run(*arguments, **options).stdout

    def reboot(self):
        """An orderly reboot: everything but /run and /tmp is there again."""
        self.run("systemctl", "--no-block", "reboot")
        code = self.process.wait(timeout=BOOT_SECONDS * BUSY)
        assert code == RESTARTED, f"the host ended with {code}: {self.console()}"
        self.boot()

    def power_off(self):
        """At once, as when the plug is pulled; boot() starts it again."""
        if self.process is None:
            return
        if self.leader:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.leader, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=30)
        self.process.kill()
        self.process.wait()
        self.process = self.leader = None


def main():
    confinement.require()
    confinement.enter_own_mounts()
    confinement.end_on_signals()
    with Host() as host:
        host.boot()
        subprocess.run(host.command("/bin/bash"), env=ENVIRONMENT | {"PS1": "testhost# "},
                       check=False)


if __name__ == "__main__":
    main()
