#!/usr/bin/python3
"""Makes the recordings beside it: real jobs on throwaway hosts, and what systemd told of them on
the bus and in the journal, cut down to what a watcher reads. By hand, as root:
tests/replay/record.py [NAME...]. The golden files are then to be checked anew, see README.md."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "host"))

import confinement  # noqa: E402
import scenes  # noqa: E402
import truth  # noqa: E402
from host import wait_until  # noqa: E402
from watched_host import WatchedHost  # noqa: E402

SYSTEMD = "org.freedesktop.systemd1"
JOURNAL_FIELDS = ["MESSAGE_ID", "UNIT", "INVOCATION_ID", "JOB_ID", "JOB_TYPE", "JOB_RESULT",
                  "MESSAGE", "CODE_FUNC", "COMMAND", "EXIT_CODE", "EXIT_STATUS", "UNIT_RESULT",
                  "N_RESTARTS", "CPU_USAGE_NSEC", "_SOURCE_REALTIME_TIMESTAMP"]
PROPERTIES = {
    "Timer": ["Unit", "NextElapseUSecRealtime", "NextElapseUSecMonotonic", "LastTriggerUSec",
              "AccuracyUSec", "RandomizedDelayUSec", "Result", "Persistent", "TimersCalendar",
              "TimersMonotonic"],
    "Unit": ["InvocationID", "LoadState", "ActiveState", "SubState", "InactiveExitTimestamp",
             "InactiveEnterTimestamp", "ActiveEnterTimestamp", "Transient", "Wants", "Requires"],
    "Service": ["Result", "ExecMainStartTimestamp", "ExecMainExitTimestamp", "ExecMainCode",
                "ExecMainStatus", "MainPID", "NRestarts", "CPUUsageNSec"],
}


KINDS = {"timer": "Timer", "service": "Service", "target": "Unit"}


def now():
    return time.time_ns() // 1000


def unit_of(path):
    """The unit of an object path: "_2e" is ".", as sd_bus_path_encode writes it."""
    parts = path.rsplit("/", 1)[1].split("_")
    return parts[0] + "".join(chr(int(part[:2], 16)) + part[2:] for part in parts[1:])


def path_of(unit):
    escaped = "".join(c if c.isascii() and c.isalnum() else f"_{ord(c):02x}" for c in unit)
    return f"/org/freedesktop/systemd1/unit/{escaped}"


class Recording:
    def __init__(self, host, prefixes):
        self.host = host
        self.prefixes = tuple(prefixes)
        self.lines = []  # (at, object)
        self.known = {}  # (unit, interface): properties told so far
        self.monitor = self.subscriber = None

    def add(self, at, **what):
        self.lines.append((at, {"at": at} | what))

    def is_ours(self, unit):
        return unit.startswith(self.prefixes) and unit.endswith((".service", ".timer", ".target"))

    # ---- the bus

    def listen(self):
        """Follows the bus from here on; what is there already is listed."""
        host = self.host
        # The monitor itself may not call Subscribe; systemctl does while it waits.
        host.write("/etc/systemd/system/forever.service", "[Service]\nExecStart=/bin/sleep 10000\n")
        self.subscriber = subprocess.Popen(host.command("systemctl", "start", "--wait", "forever"),
                                           start_new_session=True)
        self.monitor = subprocess.Popen(
            host.command("busctl", "monitor", "--json=short", SYSTEMD), stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, start_new_session=True)
        self.heard = threading.Event()
        self.listener = threading.Thread(target=self.follow, args=(self.monitor.stdout,))
        self.listener.start()

        def heard():
            host.run("systemctl", "start", "heard.target", check=False)
            return self.heard.wait(0.2)

        wait_until(heard, 20, "a signal")
        self.list()

    def follow(self, lines):
        for line in lines:
            at = now()
            try:
                message = json.loads(line)
            except ValueError:
                continue
            if message.get("type") != "signal":
                continue
            self.heard.set()
            self.take(message.get("timestamp-realtime", at), message)

    def take(self, at, message):
        member, data = message["member"], message["payload"].get("data", [])
        if member == "JobNew" and self.is_ours(data[2]):
            self.add(at, bus="JobNew", unit=data[2], id=data[0])
        elif member == "JobRemoved" and self.is_ours(data[2]):
            self.add(at, bus="JobRemoved", unit=data[2], id=data[0], result=data[3])
        elif member in ("UnitNew", "UnitRemoved") and self.is_ours(data[0]):
            self.add(at, bus=member, unit=data[0])
            for interface in PROPERTIES:
                self.known.pop((data[0], interface), None)
        elif member == "Reloading":
            self.add(at, bus="Reloading", begins=data[0])
        elif member == "PropertiesChanged" and "/unit/" in message["path"]:
            self.take_properties(at, unit_of(message["path"]), data)

    def take_properties(self, at, unit, data):
        interface = data[0].rsplit(".", 1)[1]
        if not self.is_ours(unit) or interface not in PROPERTIES:
            return
        # systemd tells all properties of the interface each time.
        known = self.known.setdefault((unit, interface), {})
        properties = self.chosen(unit, interface, data[1])
        new = {name: value for name, value in properties.items() if known.get(name) != value}
        known.update(new)
        if new:
            self.add(at, bus="Changed", unit=unit, properties=new)

    @staticmethod
    def chosen(unit, interface, properties):
        names = PROPERTIES[interface]
        if not unit.endswith(".target"):
            names = [name for name in names if name not in ("Wants", "Requires")]
        return {name: [properties[name]["type"], properties[name]["data"]]
                for name in names if name in properties}

    def all_of(self, unit, interface):
        done = self.host.run("busctl", "--json=short", "call", SYSTEMD, path_of(unit),
                             "org.freedesktop.DBus.Properties", "GetAll", "s",
                             f"{SYSTEMD}.{interface}", check=False)
        if done.returncode != 0:
            return {}
        return self.chosen(unit, interface, json.loads(done.stdout)["data"][0])

    def note(self, *units):
        """All properties of these units as they are now."""
        for unit in units:
            at = now()
            kind = KINDS[unit.rsplit(".", 1)[1]]
            properties = self.all_of(unit, "Unit") | self.all_of(unit, kind)
            self.add(at, bus="All", unit=unit, properties=properties)

    def list(self):
        at = now()
        listed = json.loads(self.host.output(
            "busctl", "--json=short", "call", SYSTEMD, "/org/freedesktop/systemd1",
            f"{SYSTEMD}.Manager", "ListUnits"))["data"][0]
        units = [[unit[0], unit[2], unit[3]] for unit in listed if self.is_ours(unit[0])]
        finished = self.host.output("busctl", "get-property", SYSTEMD, "/org/freedesktop/systemd1",
                                    f"{SYSTEMD}.Manager", "FinishTimestamp").split()[1]
        boot = self.host.output("cat", "/proc/sys/kernel/random/boot_id").strip()
        self.add(at, bus="Listed", units=units, finished=int(finished), boot=boot)
        for unit in units:
            self.note(unit[0])

    def hang_up(self):
        for process in (self.monitor, self.subscriber):
            if process is not None:
                os.killpg(process.pid, signal.SIGTERM)  # nsenter and what it started
                process.wait()
        if self.monitor is not None:
            self.listener.join()
            self.add(now(), bus="HungUp")
        self.monitor = self.subscriber = None
        self.known.clear()

    # ---- the journal

    def read_journal(self):
        output = self.host.output("journalctl", "--quiet", "--output=json", "--all", "_PID=1")
        for line in output.splitlines():
            entry = json.loads(line)
            if not self.is_ours(entry.get("UNIT", "")):
                continue
            fields = {name: entry[name] for name in JOURNAL_FIELDS if name in entry}
            self.add(int(entry["__REALTIME_TIMESTAMP"]), journal=fields, boot=entry["_BOOT_ID"])

    def keep_files(self):
        """The unit files, which a watcher reads too."""
        files = {path.name: path.read_text()
                 for path in sorted((self.host.root / "etc/systemd/system").iterdir())
                 if path.is_file() and path.name.startswith(self.prefixes)}
        self.add(0, files=files)

    def write(self, name):
        self.lines.sort(key=lambda line: line[0])
        text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for _, line in self.lines)
        (HERE / "recordings" / f"{name}.jsonl").write_text(text)
        (HERE / "recordings" / f"{name}.truth").write_text(self.host.read(truth.FILE))


def record(name):
    prepare, play, prefixes = scenes.SCENES[name]
    with WatchedHost() as host:
        truth.install(host)
        host.unit("heard.target", "[Unit]\n")
        prepare(host)
        host.boot()
        recording = Recording(host, prefixes)
        recording.keep_files()
        recording.listen()
        play(host, recording)
        time.sleep(1)  # what was heard last is followed by nothing that one could wait for
        recording.hang_up()
        recording.read_journal()
        recording.write(name)
        print(f"{name}: {len(recording.lines)} lines")


def main():
    confinement.require()
    confinement.enter_own_mounts()
    confinement.end_on_signals()
    for name in sys.argv[1:] or scenes.SCENES:
        record(name)


if __name__ == "__main__":
    main()
