#!/usr/bin/python3
"""How long sa-unitgen takes for many job files, and Debian's systemd-cron generator beside it for
the same jobs as lines of one crontab. By hand, as root, on a release build with the package
systemd-cron installed: SA_BUILD_DIR=build/release bench/unitgen_speed.py [--jobs 10000]"""

import argparse
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/host"))
GENERATORS = ["/lib/systemd/system-generators/systemd-crontab-generator",
              "/usr/lib/systemd/system-generators/systemd-crontab-generator"]
USERS = ["root", "nobody", "daemon", "mail"]
CLOCK_TICK = 0.05  # seconds; files that changed just now are read again by the next apply


class Job:
    """One job, as a job file and as a line of /etc/crontab."""

    def __init__(self, number):
        self.name = f"job-{number:05}"
        self.cron = f"{number % 60} {number % 24} * * {number % 7}"
        if number % 3 == 0:
            self.cron = f"*/{5 + number % 20} * * * *"
        self.user = USERS[number % len(USERS)]
        self.command = f"/usr/bin/rsync --archive --delete /srv/{self.name} /backup/{self.name}"

    def file(self):
        return (f"description: copies what {self.name} made\n"
                f"command: {self.command}\n"
                f'schedule: "{self.cron}"\n'
                f"user: {self.user}\n"
                f"timeout: 1h\n"
                f"grace: 15min\n"
                f"max-runtime: 30min\n"
                f"tags: [copy, nightly]\n"
                f"nice: 5\n"
                f"environment:\n  RSYNC_RSH: ssh\n")

    def line(self):
        return f"{self.cron} {self.user} {self.command}\n"


class Taken:
    """Of one run of a program: seconds on the wall and on the processors, and its peak memory."""

    def __init__(self, command, codes=(0,)):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        self.wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode in codes, said.decode()
        assert before is not None
        self.processor = used.ru_utime + used.ru_stime
        self.peak = used.ru_maxrss / 1024

    def __str__(self):
        return f"{self.wall:.3f} s, CPU {self.processor:.3f} s, peak {self.peak:.1f} MB"


def best(runs):
    return min(runs, key=lambda taken: taken.wall)


def write_jobs(config, jobs):
    folder = config / "jobs.d"
    folder.mkdir(parents=True)
    for job in jobs:
        (folder / f"{job.name}.yaml").write_text(job.file())


def ours(program, base, jobs, rounds):
    config = base / "etc"
    write_jobs(config, jobs)
    time.sleep(CLOCK_TICK)
    first, second, changed = [], [], []
    for number in range(rounds):
        output = base / f"units-{number}"
        command = [program, "--config", config, "apply", "--output-dir", output]
        first.append(Taken(command))
        second.append(Taken(command))
        (config / "jobs.d" / f"{jobs[0].name}.yaml").write_text(jobs[0].file() + f"# {number}\n")
        time.sleep(CLOCK_TICK)
        changed.append(Taken(command))
        written = sum(1 for path in output.iterdir() if path.is_file())
        shutil.rmtree(output)
    report("sa-unitgen, first apply", best(first), written)
    report("sa-unitgen, nothing to do", best(second))
    report("sa-unitgen, one file touched", best(changed))
    median = statistics.median(taken.wall for taken in first)
    print(f"  (first apply: median of {rounds}: {median:.3f} s)")


def theirs(generator, base, jobs, rounds):
    """In a mount namespace of its own, where /etc/crontab is ours and there is no other."""
    crontab = base / "crontab"
    crontab.write_text("".join(job.line() for job in jobs))
    for folder in ("/etc/cron.d", "/etc/cron.hourly", "/etc/cron.daily", "/etc/cron.weekly",
                   "/etc/cron.monthly", "/var/spool/cron"):
        if pathlib.Path(folder).is_dir():
            subprocess.run(["mount", "-t", "tmpfs", "none", folder], check=True)
    pathlib.Path("/etc/crontab").touch()
    subprocess.run(["mount", "--bind", crontab, "/etc/crontab"], check=True)
    taken = []
    for number in range(rounds):
        output = base / f"generated-{number}"
        folders = [output / name for name in ("normal", "early", "late")]
        for folder in folders:
            folder.mkdir(parents=True)
        taken.append(Taken([generator, *folders]))
        written = sum(1 for path in output.rglob("*") if path.is_file() and not path.is_symlink())
        shutil.rmtree(output)
    with open(generator, "rb") as program:
        kind = "Python" if program.read(2) == b"#!" else "compiled"
    report(f"systemd-cron's generator ({kind}, {version_of(generator)})", best(taken), written)


def version_of(program):
    done = subprocess.run(["dpkg-query", "--show", "--showformat=${Version}", "systemd-cron"],
                          capture_output=True, text=True, check=False)
    return done.stdout or str(program)


def report(what, taken, files=None):
    each = f"; {files} files, {taken.wall / files * 1e6:.0f} µs each" if files else ""
    print(f"{what}: {taken}{each}")


def main():
    import confinement
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    build = pathlib.Path(os.environ.get("SA_BUILD_DIR", ROOT / "build/release"))
    if os.geteuid() != 0:
        sys.exit("expected to run as root: it mounts a tmpfs in a namespace of its own")
    confinement.enter_own_mounts()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # one core
    jobs = [Job(number) for number in range(options.jobs)]
    with tempfile.TemporaryDirectory(prefix="sa-unitgen-") as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "nr_inodes=1m", "sa-bench", folder],
                       check=True)
        base = pathlib.Path(folder)
        ours(build / "unitgen/sa-unitgen", base, jobs, options.rounds)
        found = [path for path in GENERATORS if os.access(path, os.X_OK)]
        if found:
            theirs(found[0], base, jobs, options.rounds)
        else:
            print("systemd-cron is not installed: not compared")
        subprocess.run(["umount", "--lazy", folder], check=True)


if __name__ == "__main__":
    main()
