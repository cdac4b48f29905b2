"""A throwaway host with a clock of its own, which a test may set, stop and put to sleep: containers
share the clock of this machine. Debian's kernel as a program (user-mode-linux), the same systemd
and the same files as the other hosts."""

import contextlib
import json
import os
import pathlib
import select
import shutil
import signal
import subprocess
import time
import types

from host import BOOT_SECONDS, ENVIRONMENT, Host, wait_until
from watched_host import BUILD_DIR, WatchedHost

KERNEL = "linux.uml"
PRELOADED = pathlib.Path(BUILD_DIR) / "tests/host/libsleep_until_woken.so"
AGENT = "/opt/clock/agent"
INIT = "/opt/clock/init"
SERIAL_LINE = "/dev/ttyS0"
VAR_SIZE = "256M"
MEMORY = "512M"

# The kernel hands words that it does not know to its init, as environment.
INIT_SCRIPT = """\
#!/bin/sh
[ -z "$sa_clock" ] || date --set="@$sa_clock" > /dev/null
mount /dev/ubda /var
exec /lib/systemd/systemd
"""
# What runs commands inside: one request a line, one answer a line.
AGENT_SCRIPT = f"""\
#!/usr/bin/python3
import json, os, subprocess, tty
line = os.open("{SERIAL_LINE}", os.O_RDWR | os.O_NOCTTY)
tty.setraw(line)
for text in os.fdopen(line, "r", closefd=False):
    try:
        request = json.loads(text)
    except ValueError:
        continue
    try:
        done = subprocess.run(request["arguments"], capture_output=True, text=True,
                              input=request["stdin"] or "", env=request["environment"],
                              timeout=request["timeout"])
        answer = [request["number"], done.returncode, done.stdout, done.stderr]
    except (OSError, subprocess.TimeoutExpired) as error:
        answer = [request["number"], 127, "", str(error)]
    data = json.dumps(answer).encode() + b"\\n"
    while data:
        data = data[os.write(line, data):]
"""
AGENT_UNIT = f"""\
[Unit]
DefaultDependencies=no
[Service]
ExecStart={AGENT}
"""


class ClockHost(WatchedHost):
    """Differs from other hosts in how it is started and entered; instants are seconds since
    1970."""

    def __init__(self, journald="", zone="UTC"):
        super().__init__(journald)
        self.zone = zone
        self.disk = None
        self.requests = 0
        self.line = None  # (write to it, read from it)
        self.pending = b""

    def _furnish(self):
        super()._furnish()
        self.write(INIT, INIT_SCRIPT, 0o755)
        self.write(AGENT, AGENT_SCRIPT, 0o755)
        self.write("/etc/systemd/system/agent.service", AGENT_UNIT)
        wants = self.root / "etc/systemd/system/sysinit.target.wants"
        wants.mkdir(parents=True, exist_ok=True)
        (wants / "agent.service").symlink_to("../agent.service")
        localtime = self.root / "etc/localtime"
        localtime.unlink(missing_ok=True)
        localtime.symlink_to(f"/usr/share/zoneinfo/{self.zone}")

    def lose_disk(self):
        """The next boot() is the first one: nothing is remembered. Not while it runs."""
        self.disk = None

    def _make_var(self):
        """/var on a disk of its own: the kernel's access to outside files knows one owner only."""
        self.disk = self.directory / "var.ext4"
        self.disk.unlink(missing_ok=True)
        seed = self.directory / "var"
        shutil.rmtree(seed, ignore_errors=True)
        for name in ("cache", "lib", "log/journal", "tmp"):
            (seed / name).mkdir(parents=True)
        (seed / "run").symlink_to("/run")
        shutil.copytree(self.root / "var/truth", seed / "truth")
        subprocess.run(["mke2fs", "-q", "-t", "ext4", "-d", seed, self.disk, VAR_SIZE], check=True,
                       stdout=subprocess.DEVNULL)

    def boot(self, clock=None):
        """Starts the host, with the clock at `clock` where it is given, and waits until it is
        up."""
        if self.disk is None:
            self._make_var()
        inner, outer = os.pipe(), os.pipe()
        self.line = (inner[1], outer[0])
        words = [f"mem={MEMORY}", f"uml_dir={self.directory}", f"umid={self.name}", "quiet",
                 "root=/dev/root", "rootfstype=hostfs", f"rootflags={self.root}", "rw",
                 f"ubd0={self.disk}", "con=null", "con0=null,fd:1", "ssl=null",
                 f"ssl0=fd:{inner[0]},fd:{outer[1]}", f"init={INIT}"]
        if clock is not None:
            words.append(f"sa_clock={clock:.6f}")
        with open(self.directory / "console", "ab") as console:
            # Its processes end with it, in a namespace of their own.
            self.process = subprocess.Popen(
                ["unshare", "--pid", "--fork", "--kill-child", KERNEL, *words],
                stdin=subprocess.DEVNULL, stdout=console, stderr=subprocess.STDOUT,
                pass_fds=(inner[0], outer[1]), start_new_session=True, preexec_fn=self._confine,
                env=ENVIRONMENT | {"LD_PRELOAD": str(PRELOADED)})
        os.close(inner[0])
        os.close(outer[1])
        self.pending = b""
        self.leader = self.process.pid
        wait_until(self._is_up, BOOT_SECONDS, "the host to be up")

    def _is_up(self):
        if self.process.poll() is not None:
            raise AssertionError("the host ended while booting: " + self.console())
        with contextlib.suppress(TimeoutError):
            done = self.run("systemctl", "is-system-running", check=False, timeout=2)
            return done.stdout.strip() in ("running", "degraded")
        return False

    def run(self, *arguments, check=True, timeout=60, environment=None, text=True, stdin=None):
        self.requests += 1
        request = {"number": self.requests, "arguments": list(map(str, arguments)),
                   "stdin": stdin, "timeout": timeout,
                   "environment": ENVIRONMENT | (environment or {})}
        os.write(self.line[0], json.dumps(request).encode() + b"\n")
        number, code, output, error = self._answer(timeout)
        done = types.SimpleNamespace(args=arguments, returncode=code, stdout=output, stderr=error)
        if check and code != 0:
            raise AssertionError(f"{arguments} ended with {code}: {error}")
        return done

    def _answer(self, seconds):
        end = time.monotonic() + seconds + 5
        while True:
            while b"\n" not in self.pending:
                if not select.select([self.line[1]], [], [], 1)[0]:
                    if time.monotonic() > end:
                        raise TimeoutError(f"no answer in {seconds} s: {self.console()}")
                    # What came just when it fell asleep is read when more comes.
                    os.write(self.line[0], b"\n")
                    continue
                data = os.read(self.line[1], 65536)
                if not data:
                    raise AssertionError("the host ended: " + self.console())
                self.pending += data
            text, _, self.pending = self.pending.partition(b"\n")
            with contextlib.suppress(ValueError):
                answer = json.loads(text)
                if isinstance(answer, list) and answer[0] == self.requests:
                    return answer

    def read(self, path):
        return self.output("cat", path) if self.leader else super().read(path)

    def now(self):
        """Its clock."""
        return float(self.output("date", "+%s.%N"))

    def set_clock(self, clock):
        self.run("date", f"--set=@{clock:.6f}")

    def fall_asleep(self):
        """To RAM, in a second, until wake_up(): an answer on its way would wake it at once."""
        self.run("systemd-run", "--quiet", "--on-active=1s", "--timer-property=AccuracySec=1us",
                 "sh", "-c", "echo mem > /sys/power/state")

    def wake_up(self):
        children = pathlib.Path(f"/proc/{self.leader}/task/{self.leader}/children")
        [kernel] = children.read_text().split()
        os.kill(int(kernel), signal.SIGUSR1)

    def slept(self):
        """For how many seconds since it booted."""
        program = "import time; print(time.clock_gettime(7) - time.monotonic())"
        return float(self.output("python3", "-c", program))

    def shut_down(self):
        """Orderly; boot() starts it again."""
        self.run("sync")  # of the disk, that is: this kernel halts without
        self.run("systemctl", "--no-block", "poweroff")
        self.process.wait(timeout=BOOT_SECONDS)
        self.process = self.leader = None
