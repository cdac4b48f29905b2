#!/usr/bin/python3
"""What the watcher costs a host with many timers on which nothing happens: memory, wake-ups, bytes
written. By hand, on a release build: SA_BUILD_DIR=build/release bench/idle_watcher.py
[--timers 1000] [--seconds 60]"""

import argparse
import pathlib
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests/host"))
import confinement
from host import wait_until
from watched_host import WatchedHost

SERVICE = "[Service]\nType=oneshot\nExecStart=/bin/true\n"
TIMER = "[Timer]\nOnCalendar=2099-01-01\n"


def watcher_of(host):
    for comm in pathlib.Path(f"/proc/{host.leader}/root/proc").glob("[0-9]*/comm"):
        if comm.read_text().strip() == "sa-watcher":
            return comm.parent
    raise SystemExit("the watcher does not run")


def numbers(path, separator=":"):
    """'Name: 12 kB' lines as {name: 12}."""
    found = {}
    for line in path.read_text().splitlines():
        name, _, value = line.partition(separator)
        if value.split() and value.split()[0].isdigit():
            found[name] = int(value.split()[0])
    return found


def mapped_files_kib(process):
    """Resident KiB of the mapped journal and store."""
    resident, in_file = 0, False
    for line in (process / "smaps").read_text().splitlines():
        first = line.split()[0]
        if "-" in first:
            in_file = line.rstrip().endswith((".journal", "data.mdb", "lock.mdb"))
        elif in_file and first == "Rss:":
            resident += int(line.split()[1])
    return resident


def milliseconds_of(host, *command, times=20):
    """Median of a command as a process inside the host; entering the host is taken off."""
    def median(arguments):
        took = []
        for _ in range(times):
            began = time.perf_counter()
            subprocess.run(host.command(*arguments), stdout=subprocess.DEVNULL, check=False)
            took.append((time.perf_counter() - began) * 1000)
        return statistics.median(took)
    return median(command) - median(["true"])


def confine():
    confinement.require()
    confinement.enter_own_mounts()
    confinement.end_on_signals()


def boot_with_timers(host, count):
    """A host with so many timers that never fire, all of which the watcher has told of."""
    host.install()
    host.unit("idle@.service", SERVICE)
    host.unit("idle@.timer", TIMER)
    host.boot()
    host.start_watcher()
    names = [f"idle@{number}.timer" for number in range(count)]
    for at in range(0, len(names), 100):
        host.run("systemctl", "start", *names[at:at + 100])
    wait_until(lambda: host.output("sa", "status", "--json", check=False).count("\n") >= count,
               60, "a row for each timer")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--timers", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    confine()
    with WatchedHost() as host:
        boot_with_timers(host, options.timers)
        time.sleep(30)  # the last of the bus, the first heartbeat
        process = watcher_of(host)
        before, io_before = numbers(process / "status"), numbers(process / "io")
        time.sleep(options.seconds)
        after, io_after = numbers(process / "status"), numbers(process / "io")
        memory = numbers(process / "smaps_rollup")
        files = mapped_files_kib(process)
        wake_ups = after["voluntary_ctxt_switches"] - before["voluntary_ctxt_switches"]
        print(f"timers: {options.timers}, idle for {options.seconds} s")
        print(f"anonymous: {memory['Anonymous']} KiB")
        print(f"resident: {memory['Rss']} KiB, without the mapped journal and store "
              f"{memory['Rss'] - files} KiB")
        print(f"wake-ups: {wake_ups}")
        print(f"sa status of them all: {milliseconds_of(host, 'sa', 'status'):.1f} ms")
        print(f"written to disk: {io_after['write_bytes'] - io_before['write_bytes']} bytes")


if __name__ == "__main__":
    main()
