"""A throwaway host with ScriptActivity installed, and the three things a record is compared with:
the jobs' own lines, systemd's properties, the journal."""

import datetime
import json
import os
import pathlib
import shutil
import subprocess

import truth
from host import Host, wait_until

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
# Where to install from; "installed": the packages on this machine are what is tested.
BUILD_DIR = os.environ.get("SA_BUILD_DIR", str(REPOSITORY / "build/dev"))
ENDED = ("succeeded", "failed", "interrupted", "skipped", "refused", "missed")
SETTLING = 0.2  # seconds
NO_ACCURACY = "AccuracySec=1us"


def microseconds(rfc3339):
    """Of "2026-11-22T04:11:36.005124Z"; None stays None."""
    if rfc3339 is None:
        return None
    moment = datetime.datetime.fromisoformat(rfc3339.replace("Z", "+00:00"))
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return (moment - epoch) // datetime.timedelta(microseconds=1)


def rfc3339(systemd_stamp):
    """Of systemctl's "Sun 2026-11-22 04:11:36.005124 UTC"; None for a stamp that is not set."""
    if not systemd_stamp or systemd_stamp == "n/a":
        return None
    fraction = ".%f" if "." in systemd_stamp else ""
    moment = datetime.datetime.strptime(systemd_stamp, f"%a %Y-%m-%d %H:%M:%S{fraction} UTC")
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class WatchedHost(Host):
    def install(self, build=BUILD_DIR):
        """Before boot(): the programs, units and user, as a package would."""
        if build != "installed":
            done = subprocess.run(["cmake", "--install", build], capture_output=True, text=True,
                                  check=False, env=os.environ | {"DESTDIR": str(self.root)})
            assert done.returncode == 0, f"install from SA_BUILD_DIR: {done.stderr}"
        self.forget_what_the_machine_below_recorded()
        subprocess.run(["systemd-sysusers", f"--root={self.root}", "scriptactivity.conf"],
                       check=True, capture_output=True)
        truth.install(self)

    def forget_what_the_machine_below_recorded(self):
        """The packages may be in use there."""
        for found in [*self.root.glob("var/lib/scriptactivity*"), self.root / "etc/scriptactivity"]:
            shutil.rmtree(found, ignore_errors=True)

    def start_watcher(self):
        done = self.run("systemctl", "start", "sa-watcher.service", timeout=240, check=False)
        assert done.returncode == 0, done.stderr + self.output("journalctl", "--unit=sa-watcher")

    def stop_watcher(self):
        self.run("systemctl", "stop", "sa-watcher.service")

    def start_at_boot(self, *units):
        """Before boot(), or of a boot to come."""
        wants = self.root / "etc/systemd/system/test.target.wants"
        wants.mkdir(exist_ok=True)
        for unit in units:
            (wants / unit).symlink_to(f"/etc/systemd/system/{unit}")

    def unit(self, name, text):
        self.write(f"/etc/systemd/system/{name}", text)

    def job(self, name, shell, service="", kind="oneshot", unit="", timer="OnActiveSec=0"):
        """NAME.service that tells and runs `shell`; NAME.timer that fires when it is started."""
        command = truth.command(name, shell)
        self.unit(f"{name}.service",
                  f"[Unit]\n{unit}\n[Service]\nType={kind}\nExecStart={command}\n{service}\n")
        if timer is not None:
            self.timer(f"{name}.timer", timer)

    def timer(self, name, lines):
        self.unit(name, f"[Timer]\n{NO_ACCURACY}\n{lines}\n")

    def reload(self):
        self.run("systemctl", "daemon-reload")

    def fire(self, *names):
        """Starts the timers of these jobs. No reload: that would reset systemd's start limits."""
        for name in names:
            self.run("systemctl", "start", f"{name}.timer", check=False)

    def sa(self, *arguments, check=True, **options):
        return self.run("sa", *arguments, check=check, **options)

    def json(self, *arguments):
        """The objects that `sa … --json` prints; `sa` may say 1, "not well"."""
        done = self.sa(*arguments, "--json", check=False)
        if done.returncode not in (0, 1):
            raise AssertionError(f"sa {arguments} ended with {done.returncode}: {done.stderr}")
        return [json.loads(line) for line in done.stdout.splitlines()]

    def history(self, unit):
        """Its runs in the order in which they happened."""
        return self.json("history", unit)[::-1]

    def wait_for_runs(self, unit, count=1, seconds=30):
        """All runs of the unit, once there are `count`, none is still going, and what the journal
        told was refined by systemd's answers: two looks are the same."""
        before = []

        def settled():
            runs = self.history(unit)
            same = before == runs
            before[:] = runs
            ended = all(run["state"] in ENDED for run in runs)
            return runs if ended and same and len(runs) >= count else None

        return wait_until(settled, seconds, f"{count} ended runs of {unit}", interval=SETTLING)

    def wait_for_state(self, unit, state, seconds=30):
        """The newest run of the unit once it is in this state."""

        def reached():
            runs = self.history(unit)
            return runs[-1] if runs and runs[-1]["state"] == state else None

        return wait_until(reached, seconds, f"{unit} to be {state}")

    def status(self, unit):
        """Its row of `sa status`; None without one."""
        rows = [row for row in self.json("status", "--all") if row["unit"] == unit]
        return rows[0] if rows else None

    def properties(self, unit, *names):
        output = self.output("systemctl", "show", unit, "--timestamp=us+utc",
                             "--property", ",".join(names))
        return dict(line.split("=", 1) for line in output.splitlines())

    def stamp(self, unit, name):
        """A timestamp property as `sa` writes instants."""
        return rfc3339(self.properties(unit, name)[name])

    def journal(self, *matches):
        """PID 1's entries, oldest first."""
        output = self.output("journalctl", "--quiet", "--output=json", "--all", "_PID=1", *matches)
        return [json.loads(line) for line in output.splitlines()]
