"""What is played on the throwaway hosts that recordings are made of."""

import truth
from host import wait_until

FAILING = "/bin/sh -c 'exit %d'"
COUNTS = "echo x >> /var/truth/{0}; [ $(wc -l < /var/truth/{0}) -ge 3 ]"

# ---- endings: every way in which a run of a timer ends

ENDINGS = {
    "exit0": ("sleep 0.3", "", "oneshot", ""),
    "exit3": ("exit 3", "", "oneshot", ""),
    "success7": ("exit 7", "SuccessExitStatus=7", "oneshot", ""),
    "pre-fails": ("true", "ExecStartPre=" + FAILING % 4, "oneshot", ""),
    "post-fails": ("true", "ExecStopPost=" + FAILING % 5, "oneshot", ""),
    "segv": ("kill -SEGV $$", "LimitCORE=0", "oneshot", ""),
    "hangs": ("sleep 1000", "TimeoutStartSec=1s", "oneshot", ""),
    "long-simple": ("sleep 1", "", "simple", ""),
    "long-exec": ("sleep 1; exit 9", "", "exec", ""),
    "notifies": ("systemd-notify --ready; sleep 1", "NotifyAccess=all", "notify", ""),
    "remains": ("sleep 0.2", "RemainAfterExit=yes", "oneshot", ""),
    "unmet": ("true", "", "oneshot", "ConditionPathExists=/nowhere"),
    "asserts": ("true", "", "oneshot", "AssertPathExists=/nowhere"),
    "declined": ("true", "ExecCondition=" + FAILING % 1, "oneshot", ""),
    "depends": ("true", "", "oneshot",
                "Requires=broken.service\nAfter=broken.service"),
    "unqueueable": ("true", "", "oneshot", "Requires=absent.service"),
    "member": ("true", "", "oneshot", "PartOf=group.target"),
}
ENDINGS_PREFIXES = [*ENDINGS, "missing", "broken", "backup@", "group"]


def prepare_endings(host):
    for name, (shell, service, kind, unit) in ENDINGS.items():
        timer = None if name == "member" else "OnActiveSec=0"
        host.job(name, shell, service=service, kind=kind, unit=unit, timer=timer)
    host.unit("missing.service", "[Service]\nType=oneshot\nExecStart=/nowhere/program\n")
    host.timer("missing.timer", "OnActiveSec=0")
    host.unit("broken.service", "[Service]\nType=oneshot\nExecStart=/bin/false\n")
    host.unit("group.target", "[Unit]\nWants=member.service\n")
    host.timer("group.timer", "OnActiveSec=0\nUnit=group.target")
    host.unit("backup@.service", "[Service]\nType=oneshot\nExecStart="
              + truth.command("backup-%i", "true").replace("%%", "%") + "\n")
    host.timer("backup@.timer", "OnActiveSec=0")


def is_over(host, unit):
    state = host.output("systemctl", "show", unit, "--value", "-p", "ActiveState").strip()
    jobs = host.output("systemctl", "list-jobs", "--no-legend", unit).strip()
    return state in ("inactive", "failed") and not jobs


def fire(host, recording, name, unit=None, over=True):
    host.run("systemctl", "start", f"{name}.timer", check=False)
    recording.note(f"{name}.timer")
    if over:
        wait_until(lambda: is_over(host, unit or f"{name}.service"), 20, f"the end of {name}")


def play_endings(host, recording):
    recording.note("group.target")
    slow = ("hangs", "long-simple", "long-exec", "notifies", "remains")
    for name in slow:  # at the same time
        fire(host, recording, name, over=False)
    for name in [*ENDINGS, "missing", "backup@home-lib"]:
        if name not in slow and name != "member":
            fire(host, recording, name)
    fire(host, recording, "group", "member.service")
    for name in ("hangs", "long-simple", "long-exec", "notifies"):
        wait_until(lambda name=name: is_over(host, f"{name}.service"), 20, f"the end of {name}")


# ---- respawns: automatic restarts and the start limit

RESPAWN_PREFIXES = ["recovers", "gives-up", "limited"]


def prepare_respawns(host):
    host.job("recovers", COUNTS.format("recovers"), service="Restart=on-failure\nRestartSec=200ms",
             unit="StartLimitBurst=10\nStartLimitIntervalSec=1h")
    host.job("gives-up", "exit 2", service="Restart=on-failure\nRestartSec=100ms",
             unit="StartLimitBurst=3\nStartLimitIntervalSec=1h")
    host.job("limited", "exit 1", unit="StartLimitBurst=2\nStartLimitIntervalSec=1h")


def play_respawns(host, recording):
    fire(host, recording, "recovers")
    wait_until(lambda: len(truth.of(host, "recovers")) == 3, 20, "three attempts")
    fire(host, recording, "gives-up")
    wait_until(lambda: len(truth.of(host, "gives-up")) == 3, 20, "three attempts")
    wait_until(lambda: "start-limit-hit" in host.output("systemctl", "show", "gives-up.service",
                                                        "-p", "Result,SubState")
               or "too quickly" in host.output("journalctl", "-u", "gives-up"), 20, "the limit")
    fire(host, recording, "limited")
    for _ in range(2):
        host.run("systemctl", "restart", "limited.timer")
        wait_until(lambda: is_over(host, "limited.service"), 20, "its end")


# ---- stops: people come between

STOP_PREFIXES = ["stopped", "restarted", "claimed", "kept", "handler"]


def prepare_stops(host):
    host.job("stopped", "sleep 1000")
    host.job("stopped-simple", "sleep 1000", kind="simple")
    host.job("restarted", "sleep 1000")
    host.job("handler", "trap 'exit 6' TERM; sleep 1000 & wait", service="KillMode=mixed",
             kind="simple")
    host.job("claimed", "true", timer="OnActiveSec=0\nOnUnitActiveSec=1h")
    host.job("kept", "true", service="RemainAfterExit=yes")


def begun(host, name, count=1):
    wait_until(lambda: len(truth.of(host, name)) == count, 20, f"{name} to begin")


def play_stops(host, recording):
    for name in ("stopped", "stopped-simple", "handler", "restarted"):
        fire(host, recording, name, over=False)
        begun(host, name)
    for name in ("stopped", "stopped-simple", "handler"):
        host.run("systemctl", "stop", f"{name}.service")
    host.run("systemctl", "restart", "--no-block", "restarted.service")
    begun(host, "restarted", 2)
    host.run("systemctl", "stop", "restarted.service")
    fire(host, recording, "claimed")
    host.run("systemctl", "start", "claimed.service")
    begun(host, "claimed", 2)
    fire(host, recording, "kept", over=False)
    begun(host, "kept")
    host.run("systemctl", "stop", "kept.service")
    host.run("systemctl", "start", "kept.service")
    begun(host, "kept", 2)
    host.run("systemctl", "daemon-reload")
    host.run("systemctl", "daemon-reexec")
    host.run("systemctl", "stop", "kept.service")


# ---- reboot: in the middle of runs, once in order and once not

REBOOT_PREFIXES = ["over-", "at-boot"]


def prepare_reboot(host):
    host.job("over-reboot", "sleep 1000")
    host.job("over-crash", "sleep 1000")
    host.job("over-ended", "exit 4")
    host.job("at-boot", "true", timer=None)
    host.timer("at-boot.timer", "OnBootSec=0")
    host.run_at_boot = "at-boot.timer"
    target = host.root / "etc/systemd/system/test.target.wants"
    target.mkdir()
    (target / "at-boot.timer").symlink_to("../at-boot.timer")


def play_reboot(host, recording):
    fire(host, recording, "over-ended")
    fire(host, recording, "over-reboot", over=False)
    begun(host, "over-reboot")
    recording.hang_up()
    host.reboot()
    recording.listen()
    fire(host, recording, "over-crash", over=False)
    begun(host, "over-crash")
    recording.hang_up()
    host.power_off()
    host.boot()
    recording.listen()
    fire(host, recording, "over-ended")


# ---- transient: units of systemd-run, gone as soon as they end

TRANSIENT_PREFIXES = ["once-"]


def prepare_transient(_host):
    pass


def systemd_run(host, recording, name, shell, *options):
    host.run("systemd-run", f"--unit={name}", *options, "--timer-property=AccuracySec=1us",
             truth.JOB, name, shell)
    recording.note(f"{name}.timer")


def play_transient(host, recording):
    # systemd-run makes "$$" of "$$$$".
    jobs = {"once-good": "sleep 0.2", "once-bad": "exit 3", "once-killed": "kill -TERM $$$$",
            "once-segv": "kill -SEGV $$$$"}
    for name, shell in jobs.items():
        systemd_run(host, recording, name, shell, "--on-active=1")
    systemd_run(host, recording, "once-calendar", "true", "--on-calendar=*-*-* *:*:0/2")
    for name in jobs:
        wait_until(lambda name=name: truth.of(host, name), 20, name)
    wait_until(lambda: len(truth.of(host, "once-calendar")) == 2, 20, "two runs")
    host.run("systemctl", "stop", "once-calendar.timer")


SCENES = {
    "endings": (prepare_endings, play_endings, ENDINGS_PREFIXES),
    "respawns": (prepare_respawns, play_respawns, RESPAWN_PREFIXES),
    "stops": (prepare_stops, play_stops, STOP_PREFIXES),
    "reboot": (prepare_reboot, play_reboot, REBOOT_PREFIXES),
    "transient": (prepare_transient, play_transient, TRANSIENT_PREFIXES),
}
