"""What makes a throwaway host leave nothing behind, even when its test is killed with SIGKILL:
mounts live in a mount namespace of the test's own, and every child dies with its parent."""

import ctypes
import os
import pathlib
import shutil
import signal
import subprocess
import sys

CLONE_NEWNS = 0x00020000
PR_SET_PDEATHSIG = 1
NEEDED_PROGRAMS = {
    "systemd-nspawn": "systemd-container",
    "nsenter": "util-linux",
    "dbus-daemon": "dbus",
}

_libc = ctypes.CDLL(None, use_errno=True)


def require(more=()):
    """Ends the program with one line where no host can be booted: not tested is not passed."""
    if os.geteuid() != 0:
        sys.exit("host tests boot a systemd with systemd-nspawn: run them as root")
    for program, package in (*NEEDED_PROGRAMS.items(), *more):
        if shutil.which(program) is None:
            sys.exit(f"host tests need '{program}': install the package '{package}'")


def enter_own_mounts():
    """From here on, mounts made by this process are seen by nobody else and end with it."""
    if _libc.unshare(CLONE_NEWNS) != 0:
        sys.exit(f"make a mount namespace: {os.strerror(ctypes.get_errno())}")
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)


def end_on_signals():
    """SIGTERM and SIGHUP unwind the stack as Ctrl-C does, so that 'with' blocks clean up."""

    def end(number, _frame):
        sys.exit(128 + number)

    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where a shell ignored it
    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGHUP, end)


def die_with_parent():
    """For preexec_fn: the kernel kills this child when the test ends in whatever way."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Cgroup:
    """A cgroup of its own for one host, so that two hosts at a time cannot take each other's."""

    def __init__(self, name):
        root = pathlib.Path("/sys/fs/cgroup")
        hybrid = root / "unified"
        self.path = (hybrid if hybrid.is_dir() else root) / name

    def make(self):
        self.path.mkdir()

    def join(self):
        (self.path / "cgroup.procs").write_text(str(os.getpid()))

    def remove(self):
        """Only once all its processes are gone."""
        if not self.path.is_dir():
            return
        for directory, _, _ in os.walk(self.path, topdown=False):
            os.rmdir(directory)
