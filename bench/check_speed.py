#!/usr/bin/python3
"""How long check_sa_units takes as a process, and its peers beside it on the same host with as many
timers: systemctl, and check_systemd where Debian's monitoring-plugins-systemd is installed. By
hand, on a release build: SA_BUILD_DIR=build/release bench/check_speed.py [--timers 1000]"""

import argparse
import fcntl
import json
import os
import pathlib
import subprocess
import tempfile

import idle_watcher
from host import wait_until
from watched_host import WatchedHost

PLUGIN = "/usr/lib/nagios/plugins/check_sa_units"
COMMANDS = [
    [PLUGIN],
    ["sa", "status"],
    ["systemctl", "list-timers", "--all"],
    ["systemctl", "list-units", "--failed"],
    ["/usr/lib/nagios/plugins/check_systemd"],
]
# Inside the host, so that entering it is not in the figures.
MEASURE = """
import json, os, statistics, subprocess, sys, time
def milliseconds(command):
    began = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - began) * 1000
for command in json.loads(sys.argv[1]):
    if os.path.exists(command[0]) or "/" not in command[0]:
        milliseconds(command)
        took = [milliseconds(command) for _ in range(int(sys.argv[2]))]
        print(f"{' '.join(command)}: {statistics.median(took):.1f} ms, least {min(took):.1f}")
"""


def resident_kib(plugin, status):
    """At its highest, of a process that has done all but write: its output takes nothing."""
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
    os.write(writer, b"." * 4096)
    with subprocess.Popen([plugin, "--status", status, "-t", "60"], stdout=writer) as process:
        state = pathlib.Path(f"/proc/{process.pid}/syscall")
        poll = "7 "
        wait_until(lambda: state.read_text().startswith(poll), what="the plugin to wait")
        found = idle_watcher.numbers(pathlib.Path(f"/proc/{process.pid}/status"))["VmHWM"]
        os.read(reader, 4096)
        process.wait()
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--timers", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=30)
    options = parser.parse_args()
    idle_watcher.confine()
    with WatchedHost() as host, tempfile.TemporaryDirectory() as directory:
        idle_watcher.boot_with_timers(host, options.timers)
        print(host.output("python3", "-c", MEASURE, json.dumps(COMMANDS), options.runs), end="")
        status = pathlib.Path(directory) / "status"
        status.write_bytes(host.run("cat", "/run/scriptactivity/status", text=False).stdout)
        plugin = str(host.root) + PLUGIN
        print(f"check_sa_units, resident: {resident_kib(plugin, status)} KiB")


if __name__ == "__main__":
    main()
