#!/usr/bin/python3
"""As many runs as the host can make: 400 timers every two seconds for a minute, the watcher killed
in between. Counts the records against the jobs' own lines, and measures. By hand:
tests/host/storm.py [--seconds 60] [--kills 5] [--timers 400] [--disk DIR] [--without-watcher]
[--listen]"""

import argparse
import collections
import contextlib
import itertools
import json
import pathlib
import statistics
import subprocess
import time

import confinement
import watcher1_host
from host import TimedOut, wait_until
from watched_host import BUILD_DIR, WatchedHost, microseconds

LINES = "/var/truth/storm"
JOB_SCRIPT = f'#!/bin/sh\nread up idle < /proc/uptime\necho "$1 $INVOCATION_ID $up" >> {LINES}\n'
SERVICE = ("[Unit]\nStartLimitIntervalSec=0\n"
           "[Service]\nType=oneshot\nExecStart=/opt/truth/storm %i\n")
EVERY = 2  # seconds
TIMER = "[Timer]\n{due}AccuracySec=1us\n"
STARTING = 5  # seconds: until then no timer is due
STORE = "/var/lib/scriptactivity"
CLOCK_TICKS = 100


def seconds_of(instant):
    return None if instant is None else microseconds(instant) / 1e6


def due_lines(first, seconds):
    """OnCalendar= of each EVERY seconds, for so many from `first`, in seconds since 1970, on."""
    due = range(first + first % EVERY, first + seconds, EVERY)
    minutes = itertools.groupby(due, lambda at: at // 60 * 60)
    return "".join(f"OnCalendar={time.strftime('%Y-%m-%d %H:%M', time.gmtime(minute))}:"
                   f"{','.join(str(at - minute) for at in instants)} UTC\n"
                   for minute, instants in minutes)


class Storm:
    def __init__(self, host, timers, watched=True):
        self.host, self.watched = host, watched
        self.names = [f"storm@{number}.timer" for number in range(timers)]
        self.cpu = collections.defaultdict(dict)  # part: {pid: seconds}
        self.killed = set()  # pids
        self.caught_up = None
        self.seconds = None  # from the first timer's start until the last job's end

    @staticmethod
    def prepare(host):
        host.write("/opt/truth/storm", JOB_SCRIPT, 0o755)
        host.write(LINES, "", 0o666)
        host.unit("storm@.service", SERVICE)

    def rage(self, seconds, kills):
        """Runs the timers for so long, and kills the watcher so many times in between. The storm is
        over by itself: a systemd that has no time for anything else could not be told to end it."""
        first = int(time.time()) + STARTING
        self.host.unit("storm@.timer", TIMER.format(due=due_lines(first, seconds)))
        self.host.run("systemctl", "start", *self.names, timeout=240)
        wait_until(lambda: time.time() >= first, STARTING + 1)
        began = time.monotonic()
        due_kills = [began + seconds * (n + 1) / (kills + 1) for n in range(kills)]
        while time.monotonic() < began + seconds or due_kills:
            self.sample()
            if due_kills and time.monotonic() >= due_kills[0] and self.kill_watcher():
                due_kills.pop(0)
            time.sleep(0.2)
        self.host.run("systemctl", "stop", "storm@*.timer", timeout=240)
        wait_until(lambda: not self.going(), 120, "the last jobs to end")
        self.seconds = time.monotonic() - began
        self.sample()

    def kill_watcher(self):
        """False when there is none to kill: it is just being started anew, or one that was killed
        before waits for a busy systemd to take notice."""
        pids = [directory.name for directory in self.pids("sa-watcher")
                if directory.name not in self.killed]
        if not pids or self.host.run("kill", "-KILL", *pids, check=False).returncode:
            return False
        self.killed.update(pids)
        return True

    def going(self):
        return self.host.output("systemctl", "list-units", "storm@*.service", "--no-legend",
                                "--state=activating,active,deactivating").strip()

    def sample(self):
        """CPU seconds of each part so far; a killed watcher's last sample stays."""
        self.sample_one("PID 1", self.host.leader)
        for part in ("dbus-daemon", "sa-watcher", "systemd-journal"):
            for pid in self.pids(part):
                self.sample_one(part, pid)

    def pids(self, comm):
        for stat in pathlib.Path(f"/proc/{self.host.leader}/root/proc").glob("[0-9]*/comm"):
            with contextlib.suppress(OSError):
                if stat.read_text().strip()[:15] == comm:
                    yield stat.parent

    def sample_one(self, part, pid):
        directory = pid if isinstance(pid, pathlib.Path) else pathlib.Path(f"/proc/{pid}")
        with contextlib.suppress(OSError):
            fields = (directory / "stat").read_text().rsplit(")", 1)[1].split()
            seconds = (int(fields[11]) + int(fields[12])) / CLOCK_TICKS
            first, _ = self.cpu[part].get(directory.name, (seconds, seconds))
            self.cpu[part][directory.name] = (first, seconds)

    def cpu_seconds(self, part):
        """Used since the storm began; a watcher that came later counts whole."""
        pids = list(self.cpu[part].values())
        return sum(last for _, last in pids) - (pids[0][0] if pids else 0)

    def truth(self):
        """(instance, invocation, seconds since 1970) of every run, as the jobs wrote them."""
        booted = time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)
        lines = [line.split() for line in self.host.read(LINES).splitlines()]
        return [(instance, invocation, booted + float(up)) for instance, invocation, up in lines]

    def all_records(self):
        output = self.host.output("sa", "history", "storm@*", "--json", timeout=120)
        return [json.loads(line) for line in output.splitlines()]

    def records(self):
        """Of what ran."""
        return [run for run in self.all_records() if run["state"] != "missed"]

    def wait_until_caught_up(self, seconds):
        began = time.monotonic()
        expected = len(self.truth())

        def caught_up():
            records = self.records()
            going = [run for run in records if run["state"] == "running"]
            return len(records) >= expected and not going

        with contextlib.suppress(TimedOut):
            wait_until(caught_up, seconds, "the watcher to catch up", interval=0.2)
        self.caught_up = time.monotonic() - began

    def problems(self):
        """What is wrong with the records, in words; empty when each run is there, once, right."""
        truth = self.truth()
        lines = {invocation: instance for instance, invocation, _ in truth}
        all_records = self.all_records()
        records = [run for run in all_records if run["state"] != "missed"]
        counted = collections.Counter(run["invocation"] for run in records)
        found = [f"missed {invocation} of {lines[invocation]}" for invocation in lines
                 if invocation not in counted]
        found += [f"{count} records of {invocation}" for invocation, count in counted.items()
                  if count > 1]
        for run in records:
            found += self.wrong(run, lines.get(run["invocation"]))
        return found + list(self.wrongly_missed(truth, all_records))

    @staticmethod
    def wrongly_missed(truth, records):
        """A host that is so busy misses due instants too, but none that has its run: no record is
        booked on it, and no job began between it and the next one, but for a run that is booked on
        an earlier one."""
        due_of = {run["invocation"]: seconds_of(run["due"]) for run in records}
        began = collections.defaultdict(list)
        for instance, invocation, at in truth:
            began[f"storm@{instance}.service"].append((at, due_of.get(invocation)))
        served = {(run["unit"], run["due"]) for run in records if run["state"] != "missed"}
        for run in records:
            if run["state"] != "missed":
                continue
            due = seconds_of(run["due"])
            if (run["unit"], run["due"]) in served:
                yield f"{run['unit']} has a run for {run['due']}, and missed it"
            yield from (f"{run['unit']} began at {at:.3f}, is booked on {booked}, and missed {due}"
                        for at, booked in began[run["unit"]]
                        if due <= at < due + EVERY and (booked is None or booked > due))

    def wrong(self, run, instance):
        if instance is None:
            yield f"a run that no job knows: {run}"
        elif run["unit"] != f"storm@{instance}.service":
            yield f"{run['invocation']} is of storm@{instance}, not of {run['unit']}"
        elif (run["state"], run["result"]) != ("succeeded", "success"):
            yield f"{run['invocation']} is {run['state']}, {run['result']}: {run['reason']}"
        elif run["trigger"]["type"] == "manual":
            yield f"{run['invocation']} is called manual"

    def triggers(self):
        return collections.Counter(
            (run["trigger"]["type"], run["trigger"]["inferred"]) for run in self.records())

    def sources(self):
        return collections.Counter(run["recorded_by"] for run in self.records())

    def anonymous_kib(self):
        for directory in self.pids("sa-watcher"):
            for line in (directory / "smaps_rollup").read_text().splitlines():
                if line.startswith("Anonymous:"):
                    return int(line.split()[1])
        return None


class CommitTimes:
    """tests/host/commit_times beside the storm: when each ended run could first be read."""

    def __init__(self, host):
        program = pathlib.Path(BUILD_DIR) / "tests/host/commit_times"
        self.output = host.directory / "commit-times"
        self.process = subprocess.Popen(host.command(program, STORE),
                                        stdout=open(self.output, "w"),
                                        preexec_fn=confinement.die_with_parent)

    def milliseconds(self):
        """Per run, from systemd's `ended` to the first moment at which a reader saw it."""
        self.process.terminate()
        self.process.wait()
        rows = [line.split() for line in self.output.read_text().splitlines()]
        return sorted((int(seen) - int(ended)) / 1000 for _, ended, seen in rows)


def report(storm, delays):
    runs = len(storm.truth())
    print(f"runs: {runs}, {runs / storm.seconds:.0f} a second")
    for part in ("PID 1", "dbus-daemon", "systemd-journal", "sa-watcher"):
        used = storm.cpu_seconds(part)
        share = used / storm.cpu_seconds("PID 1")
        print(f"CPU of {part}: {used:.2f} s, {used / runs * 1000:.2f} ms a run, "
              f"{share:.0%} of PID 1")
    if not storm.watched:
        return []
    problems = storm.problems()
    missed = len(storm.all_records()) - len(storm.records())
    print(f"records: {len(storm.records())}, and {missed} missed; "
          f"caught up {storm.caught_up:.1f} s after the last job")
    print(f"triggers: {dict(storm.triggers())}, recorded by: {dict(storm.sources())}")
    print(f"anonymous memory of the watcher: {storm.anonymous_kib()} KiB")
    if delays:
        print(f"from ended to readable: median {statistics.median(delays):.1f} ms, p99 "
              f"{delays[len(delays) * 99 // 100]:.1f} ms, worst {delays[-1]:.1f} ms, "
              f"{len(delays)} runs")
    print(f"problems: {len(problems)}", *problems[:20], sep="\n")
    if problems:
        print(storm.host.output("journalctl", "--unit=sa-watcher", "--quiet", "--lines=60"))
    return problems


def arguments():
    parser = argparse.ArgumentParser(description="a storm of runs on a throwaway host")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--timers", type=int, default=400)
    parser.add_argument("--disk", help="directory of a real disk for the store, else tmpfs")
    parser.add_argument("--without-watcher", action="store_true", help="what the rest uses alone")
    parser.add_argument("--listen", action="store_true",
                        help="somebody has subscribed to the watcher's signals")
    return parser.parse_args()


def main():
    options = arguments()
    confinement.require()
    confinement.enter_own_mounts()
    confinement.end_on_signals()
    binds = [(options.disk, STORE)] if options.disk else []
    with WatchedHost(binds=binds) as host:
        host.install()
        Storm.prepare(host)
        host.write(watcher1_host.IN_HOST, watcher1_host.CLIENT.read_text(), 0o755)
        host.boot()
        host.run("busctl", "list")  # starts the bus also where nobody watches
        storm = Storm(host, options.timers, watched=not options.without_watcher)
        times = None
        if storm.watched:
            host.start_watcher()
            times = CommitTimes(host)
        if options.listen:
            listener = watcher1_host.Client(host)
            listener.call("Subscribe")
        storm.rage(options.seconds, options.kills if storm.watched else 0)
        if storm.watched:
            storm.wait_until_caught_up(30)
        if options.listen:
            listener.close()
        delays = times.milliseconds() if times else []
        raise SystemExit(1 if report(storm, delays) else 0)


if __name__ == "__main__":
    main()
