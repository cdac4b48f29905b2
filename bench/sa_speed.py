#!/usr/bin/python3
"""How long `sa` takes as a process, and journalctl beside it for the same runs. By hand, on a
release build: make_store DIR 10000000 1000, then SA_BUILD_DIR=build/release bench/sa_speed.py DIR
[--runs 30]. With --host instead of DIR: a throwaway host makes a storm of runs, and both are asked
for all of them there."""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/host"))


def milliseconds(command):
    began = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - began) * 1000


def median_of(command, runs):
    milliseconds(command)  # the pages are in memory from here on
    return statistics.median(milliseconds(command) for _ in range(runs))


def most_anonymous_kib(command):
    """The highest RssAnon seen while the command ran; its output waits in a pipe that is read."""
    most = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        while process.stdout.read1(1 << 20):
            status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
            found = [line.split()[1] for line in status.splitlines() if line.startswith("RssAnon")]
            most = max([most, *map(int, found)])
    return most


def on_a_store(sa, store, runs):
    unit = "scheduled-job-7.service"
    at_store = [sa, "--store", store, "history"]
    all_runs = [*at_store, "--json", "-n", "100000"]
    for name, command in (
            ("sa history UNIT -n 20", [*at_store, unit, "-n", "20"]),
            ("sa history -n 20", [*at_store, "-n", "20"]),
            ("sa history --json, 100,000 runs", all_runs)):
        print(f"{name}: {median_of(command, runs):.1f} ms")
    print(f"anonymous memory of the last: {most_anonymous_kib(all_runs)} KiB")


def on_a_host(runs):
    import confinement
    import storm
    from watched_host import WatchedHost
    confinement.require()
    confinement.enter_own_mounts()
    confinement.end_on_signals()
    with WatchedHost() as host:
        host.install()
        storm.Storm.prepare(host)
        host.boot()
        host.start_watcher()
        made = storm.Storm(host, 400)
        made.rage(20, 0)
        made.wait_until_caught_up(30)
        count = len(made.records())
        ours = median_of(host.command("sa", "history", "--json"), runs)
        status = median_of(host.command("sa", "status", "--json"), runs)
        plain = median_of(host.command("true"), runs)
        theirs = median_of(host.command("journalctl", "-o", "json", "_PID=1"), runs)
        print(f"{count} runs of {len(made.names)} units on one host, entering it ({plain:.1f} ms) "
              f"taken off")
        print(f"sa history --json: {ours - plain:.1f} ms")
        print(f"journalctl -o json _PID=1: {theirs - plain:.1f} ms, "
              f"{(theirs - plain) / (ours - plain):.0f} times as long")
        print(f"sa status --json: {status - plain:.1f} ms")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", nargs="?")
    parser.add_argument("--host", action="store_true")
    parser.add_argument("--runs", type=int, default=30)
    options = parser.parse_args()
    sa = pathlib.Path(os.environ.get("SA_BUILD_DIR", ROOT / "build/release")) / "cli/sa"
    if options.store:
        on_a_store(str(sa), options.store, options.runs)
    elif options.host:
        on_a_host(options.runs)
    else:
        parser.error("expected a store or --host")


if __name__ == "__main__":
    main()
