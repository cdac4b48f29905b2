#!/usr/bin/python3
"""Who caused a run: the timer, a person, another unit. Never believed from the unit's own copy,
which systemd freezes at the first firing."""

import host_case
import truth
from host import wait_until
from host_case import by_timer, by_unit, manual

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


if __name__ == "__main__":
    host_case.main()
