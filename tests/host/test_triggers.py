#!/usr/bin/python3
"""Who caused a run: the timer, a person, a path, a socket, another unit. Never believed from the
unit's own copy, which systemd freezes at the first firing."""

import host_case
import truth
from host import wait_until
from host_case import by_path, by_socket, by_timer, by_unit, manual

ESCAPED = "odd\\x2dname@home-lib\\x20x"  # as systemd-escape writes "odd-name" and "home/lib x"


class Triggers(host_case.HostCase):
    @classmethod
    def prepare(cls, host):
        host.job("often", "true", timer="OnCalendar=*-*-* *:*:0/2")
        host.job("rarely", "true", timer="OnCalendar=2099-01-01")
        host.job("claimed", "true", timer="OnActiveSec=0\nOnUnitActiveSec=1h")
        host.job("member", "true", timer=None, unit="PartOf=group.target")
        host.unit("group.target", "[Unit]\nWants=member.service\n")
        host.timer("group.timer", "OnActiveSec=0\nUnit=group.target")
        template = "[Service]\nType=oneshot\nExecStart=" + truth.JOB + " backup-%i true\n"
        host.unit("backup@.service", template)
        host.timer("backup@.timer", "OnActiveSec=0")
        host.unit(f"{ESCAPED}.service",
                  f"[Service]\nType=oneshot\nExecStart={truth.JOB} escaped true\n")
        host.timer(f"{ESCAPED}.timer", "OnActiveSec=0")
        host.job("shared", "true", timer=None)
        host.timer("first.timer", "OnActiveSec=0\nUnit=shared.service")
        host.timer("second.timer", "OnActiveSec=2\nUnit=shared.service")
        host.job("owed", "true", timer=None)
        host.unit("owed.service", host.read("/etc/systemd/system/owed.service")
                  + "[X-ScriptActivity]\nTeam=lp\nTags=nightly disk\n")
        host.job("dropped-in", "true", timer=None)
        host.unit("dropped-in.service.d/owes.conf", "[X-ScriptActivity]\nTeam=ops\n")
        host.job("nobodys", "true", timer=None)
        host.job("bystander", "true")

    def fire(self, name):
        self.host.run("systemctl", "start", name)

    def test_every_firing_is_one_run_of_the_timer(self):
        self.fire("often.timer")
        wait_until(lambda: len(truth.of(self.host, "often")) >= 4, 30, "four runs")
        self.host.run("systemctl", "stop", "often.timer")
        lines = truth.of(self.host, "often")
        runs = self.host.wait_for_runs("often.service", len(lines))
        self.assertEqual(len(runs), len(lines))
        for run, line in zip(runs, lines):
            self.assert_record(run, state="succeeded", result="success", exit_status=0,
                               trigger=by_timer("often.timer"))
            self.assert_like_truth(run, "often", line)

    def test_a_manual_start_is_manual_though_the_unit_claims_its_timer(self):
        self.host.fire("claimed")
        self.host.wait_for_runs("claimed.service", 1)
        self.fire("claimed.service")
        runs = self.host.wait_for_runs("claimed.service", 2)
        claims = self.host.output("systemctl", "show", "claimed.timer", "--value", "-p",
                                  "ActiveState").strip()
        self.assertEqual(claims, "active")
        self.assertEqual(len(runs), 2)
        self.assert_record(runs[0], state="succeeded", result="success", exit_status=0,
                           trigger=by_timer("claimed.timer"))
        self.assert_record(runs[1], state="succeeded", result="success", exit_status=0,
                           trigger=manual())

    def test_a_manual_start_before_any_firing(self):
        self.fire("rarely.timer")
        self.fire("rarely.service")
        run = self.only_run("rarely.service")
        self.assert_record(run, state="succeeded", result="success", exit_status=0,
                           trigger=manual())
        self.assert_true_to_all(run, "rarely")

    def test_a_target_that_a_timer_starts_is_the_trigger_of_its_services(self):
        self.fire("group.timer")
        run = self.only_run("member.service")
        self.assert_record(run, state="succeeded", result="success", exit_status=0,
                           trigger=by_unit("group.target"))
        self.assert_like_truth(run, "member")

    def test_template_instance(self):
        self.fire("backup@home-lib.timer")
        run = self.only_run("backup@home-lib.service")
        self.assert_record(run, state="succeeded", result="success", exit_status=0,
                           trigger=by_timer("backup@home-lib.timer"))
        self.assert_true_to_all(run, "backup-home-lib")

    def test_escaped_name(self):
        self.fire(f"{ESCAPED}.timer")
        run = self.only_run(f"{ESCAPED}.service")
        self.assert_record(run, state="succeeded", result="success", exit_status=0,
                           trigger=by_timer(f"{ESCAPED}.timer"))
        self.assert_true_to_all(run, "escaped")

    def test_two_timers_of_one_service_are_told_apart(self):
        self.host.run("systemctl", "start", "first.timer", "second.timer")
        runs = self.host.wait_for_runs("shared.service", 2)
        self.assertEqual([run["trigger"]["unit"] for run in runs], ["first.timer", "second.timer"])
        self.assertEqual(sorted(self.host.status("shared.service")["timers"]),
                         ["first.timer", "second.timer"])

    def test_a_service_without_timer_that_owes_something_is_watched(self):
        self.fire("owed.service")
        run = self.only_run("owed.service")
        self.assert_record(run, state="succeeded", result="success", exit_status=0,
                           trigger=manual())
        self.assert_like_truth(run, "owed")
        self.assertEqual(run["team"], "lp")
        row = self.host.status("owed.service")
        self.assertEqual((row["team"], row["tags"], row["timers"]),
                         ("lp", ["nightly", "disk"], []))

    def test_the_section_may_stand_in_a_drop_in(self):
        self.fire("dropped-in.service")
        run = self.only_run("dropped-in.service")
        self.assert_record(run, state="succeeded", result="success", exit_status=0,
                           trigger=manual())
        self.assertEqual(run["team"], "ops")

    def test_a_service_that_nobody_scheduled_is_not_recorded(self):
        self.fire("nobodys.service")
        self.host.fire("bystander")
        self.only_run("bystander.service")
        self.assertEqual(self.host.history("nobodys.service"), [])

    def transient(self, name, *when):
        self.host.run("systemd-run", "--collect", f"--unit={name}",
                      "--timer-property=AccuracySec=1us", *when, truth.JOB, name, "exit 4")
        run = self.only_run(f"{name}.service")
        self.assert_record(run, state="failed", result="exit-code", exit_status=4,
                           trigger=by_timer(f"{name}.timer"))
        self.assert_like_truth(run, name)
        self.assert_like_journal(run)

    def test_transient_timer_after_a_while(self):
        self.transient("soon", "--on-active=1s")

    def test_transient_timer_by_the_calendar(self):
        soon = self.host.output("date", "--date=+2 seconds", "+%F %T").strip()
        self.transient("on-the-clock", f"--on-calendar={soon}")

    def vanishing(self, name, *options):
        self.host.run("systemd-run", f"--unit={name}", "--on-active=100ms", *options,
                      "--timer-property=AccuracySec=1us", truth.JOB, name, "true")
        run = self.only_run(f"{name}.service")
        wait_until(lambda: self.host.properties(f"{name}.service", "LoadState")["LoadState"]
                   == "not-found", 20, f"{name}.service to vanish")
        self.assertEqual(self.host.history(f"{name}.service"), [run])
        self.assert_like_truth(run, name)
        return run

    def test_transient_units_that_vanish_leave_their_run(self):
        run = self.vanishing("vanishes", "--service-type=oneshot")
        self.assert_record(run, state="succeeded", result="success", exit_status=0,
                           trigger=by_timer("vanishes.timer"))

    def test_a_simple_service_that_vanishes_may_take_its_exit_status_along(self):
        run = self.vanishing("vanishes-simple")
        self.assertIn(run["exit_status"], (0, None))
        self.assert_record(run | {"exit_status": 0}, state="succeeded", result="success",
                           exit_status=0, trigger=by_timer("vanishes-simple.timer"))


SECTION = "\n[X-ScriptActivity]\nTeam=lp\n"
READ_A_LINE = "read -r line <&3"  # of what systemd passes


class Activators(host_case.HostCase):
    """Paths and sockets. What is true is what the test did: what a job is told of its trigger is
    that of the first firing for as long as its unit stays loaded."""

    @classmethod
    def prepare(cls, host):
        cls.activated(host, "exists", "rm /var/there", "PathExists=/var/there")
        cls.activated(host, "changed", "true", "PathChanged=/var/watched/changed")
        cls.activated(host, "filled", "rm /var/filled/*", "DirectoryNotEmpty=/var/filled")
        cls.activated(host, "held", "sleep 2", "PathChanged=/var/watched/held")
        cls.activated(host, "daemon", "sleep 1000", "PathChanged=/var/watched/daemon", kind="exec")
        cls.activated(host, "before", "rm /var/before; sleep 2", "PathExists=/var/before")
        cls.activated(host, "retried", "test -e /var/good", "PathChanged=/var/watched/retried",
                      service="Restart=on-failure\nRestartSec=100ms")
        cls.activated(host, "met", "true", "PathChanged=/var/watched/met",
                      unit="ConditionPathExists=/nowhere")
        cls.activated(host, "renewed", "true", "PathChanged=/var/watched/renewed")
        cls.activated(host, "unheard", "while ! test -e /var/enough; do sleep 0.1; done",
                      "PathChanged=/var/watched/unheard")
        cls.activated(host, "scheduled", "sleep 1", "PathChanged=/var/watched/scheduled",
                      timer="OnActiveSec=0")
        for name in ("called", "answered"):
            host.job(name, READ_A_LINE, timer=None, kind="oneshot" if name == "called" else "exec",
                     service=SECTION)
            host.unit(f"{name}.socket", f"[Socket]\nListenFIFO=/run/{name}.fifo\n")
        for folder in ("watched", "filled"):
            (host.root / "var" / folder).mkdir()

    @staticmethod
    def activated(host, name, shell, when, service="", timer=None, **options):
        host.job(name, shell, timer=timer, service=service + SECTION, **options)
        host.unit(f"{name}.path", f"[Path]\n{when}\n")

    def start(self, *units):
        self.host.run("systemctl", "start", *units)

    def touch(self, file):
        self.host.run("touch", file)

    def call(self, name):
        self.host.run("sh", "-c", f"echo hello > /run/{name}.fifo")

    def nth_run(self, name, count):
        """Its newest run, of so many as the job itself told of."""
        runs = self.host.wait_for_runs(f"{name}.service", count)
        self.assertEqual(len(runs), count, runs)
        lines = truth.of(self.host, name)
        self.assertEqual(len(lines), count, lines)
        self.assert_like_truth(runs[-1], name, lines[-1])
        return runs[-1]

    def assert_succeeded(self, run, trigger):
        self.assert_record(run, state="succeeded", result="success", exit_status=0,
                           trigger=trigger)
        if trigger["type"] in ("path", "socket"):
            self.assertLess(run["trigger"]["time"], run["began"])
        else:
            self.assertIsNone(run["trigger"]["time"])

    def assert_told_apart(self, name, activator, trigger, activate):
        """The first three runs of the service: by the activator, by hand, by the activator."""
        self.start(activator)
        activate()
        self.assert_succeeded(self.nth_run(name, 1), trigger)
        self.start(f"{name}.service")
        self.assert_succeeded(self.nth_run(name, 2), manual())
        activate()
        self.assert_succeeded(self.nth_run(name, 3), trigger)

    def test_a_path_that_changes(self):
        self.assert_told_apart("changed", "changed.path", by_path("changed.path"),
                               lambda: self.touch("/var/watched/changed"))

    def test_a_run_by_hand_before_and_after_a_path_that_exists(self):
        self.start("exists.path")
        self.host.run("systemctl", "start", "exists.service", check=False)
        run = self.nth_run("exists", 1)
        self.assertEqual((run["state"], run["trigger"]["type"]), ("failed", "manual"))
        self.touch("/var/there")
        self.assert_succeeded(self.nth_run("exists", 2), by_path("exists.path"))
        self.host.run("systemctl", "start", "exists.service", check=False)
        run = self.nth_run("exists", 3)
        self.assertEqual((run["state"], run["trigger"]["type"]), ("failed", "manual"))

    def test_a_directory_that_is_not_empty(self):
        self.start("filled.path")
        for count, name in enumerate(("first", "second"), 1):
            self.touch(f"/var/filled/{name}")
            self.assert_succeeded(self.nth_run("filled", count), by_path("filled.path"))

    def test_a_path_that_is_there_when_its_unit_starts(self):
        self.touch("/var/before")
        self.start("before.path")
        self.assert_succeeded(self.nth_run("before", 1), by_path("before.path"))

    def test_a_change_while_a_run_by_hand_goes_on_makes_it_no_run_of_the_path(self):
        self.start("held.path")
        self.host.run("systemctl", "start", "--no-block", "held.service")
        self.host.wait_for_state("held.service", "running")
        self.touch("/var/watched/held")
        self.assert_succeeded(self.nth_run("held", 1), manual())
        self.start("held.service")
        self.assert_succeeded(self.nth_run("held", 2), manual())

    def test_a_restart_by_hand_of_what_a_path_started(self):
        self.start("daemon.path")
        self.touch("/var/watched/daemon")
        first = self.host.wait_for_state("daemon.service", "running")
        self.assertEqual(first["trigger"]["type"], "path")
        for _ in range(2):
            self.host.run("systemctl", "restart", "daemon.service")
        self.host.run("systemctl", "stop", "daemon.service")
        runs = self.host.wait_for_runs("daemon.service", 3)
        self.assertEqual([run["trigger"]["type"] for run in runs], ["path", "manual", "manual"])

    def test_the_attempts_of_a_path(self):
        self.start("retried.path")
        self.touch("/var/watched/retried")
        wait_until(lambda: truth.of(self.host, "retried"), 30, "the first attempt")
        self.touch("/var/good")
        wait_until(lambda: self.host.history("retried.service")[-1]["state"] == "succeeded", 30,
                   "a good attempt")
        runs = self.host.wait_for_runs("retried.service", 2)
        self.assertEqual(len(runs), len(truth.of(self.host, "retried")))
        for attempt, run in enumerate(runs, 1):
            self.assertEqual((run["attempt"], run["trigger"]["type"], run["trigger"]["unit"]),
                             (attempt, "path", "retried.path"))

    def test_a_start_by_a_path_that_is_skipped(self):
        self.start("met.path")
        self.touch("/var/watched/met")
        run = self.host.wait_for_runs("met.service", 1)[0]
        self.assert_record(run, state="skipped", result=None, trigger=by_path("met.path"))

    def test_a_timer_and_a_path_of_one_service(self):
        self.start("scheduled.path", "scheduled.timer")
        self.assert_succeeded_by_timer(self.nth_run("scheduled", 1))
        self.touch("/var/watched/scheduled")
        run = self.nth_run("scheduled", 2)
        self.assert_succeeded(run, by_path("scheduled.path"))
        self.assertIsNone(run["due"])
        self.host.run("systemctl", "restart", "scheduled.timer")
        self.assert_succeeded_by_timer(self.nth_run("scheduled", 3))

    def assert_succeeded_by_timer(self, run):
        self.assert_record(run, state="succeeded", result="success", exit_status=0,
                           trigger=by_timer("scheduled.timer"))

    def restart_watcher(self):
        self.host.stop_watcher()
        self.host.start_watcher()
        self.wait_until_heard("renewed.path")

    def wait_until_heard(self, unit):
        """What a path does is known from when the watcher listens to it, soon after its start."""
        def rules():
            return self.host.output("busctl", "call", "org.freedesktop.DBus",
                                    "/org/freedesktop/DBus", "org.freedesktop.DBus.Debug.Stats",
                                    "GetAllMatchRules")

        wait_until(lambda: unit.replace(".", "_2e") in rules(), 30, f"{unit} to be listened to")

    def test_after_a_reload_and_a_restart_of_the_watcher(self):
        self.start("renewed.path")
        count = 0
        for renew in (self.host.reload, self.restart_watcher):
            renew()
            self.touch("/var/watched/renewed")
            self.assert_succeeded(self.nth_run("renewed", count + 1), by_path("renewed.path"))
            renew()
            self.start("renewed.service")
            self.assert_succeeded(self.nth_run("renewed", count + 2), manual())
            count += 2

    def test_a_run_that_a_path_began_while_the_watcher_was_down(self):
        self.start("unheard.path")
        self.host.stop_watcher()
        self.touch("/var/watched/unheard")
        wait_until(lambda: truth.of(self.host, "unheard"), 30, "the run")
        self.host.start_watcher()
        self.host.wait_for_state("unheard.service", "running")
        self.touch("/var/enough")
        self.assert_succeeded(self.nth_run("unheard", 1), by_path("unheard.path"))

    def test_a_socket(self):
        self.assert_socket_told_apart("called")

    def test_a_socket_of_what_is_up_at_once(self):
        self.assert_socket_told_apart("answered")

    def assert_socket_told_apart(self, name):
        self.start(f"{name}.socket")
        self.call(name)
        self.assert_succeeded(self.nth_run(name, 1), by_socket(f"{name}.socket"))
        self.host.run("systemctl", "start", "--no-block", f"{name}.service")
        wait_until(lambda: len(truth.of(self.host, name)) == 2, 30, "the run by hand")
        self.call(name)
        self.assert_succeeded(self.nth_run(name, 2), manual())
        self.call(name)
        self.assert_succeeded(self.nth_run(name, 3), by_socket(f"{name}.socket"))


if __name__ == "__main__":
    host_case.main()
