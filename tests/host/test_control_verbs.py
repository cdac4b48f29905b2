#!/usr/bin/python3
"""sa pause, resume, run and cancel, as people use them."""

import datetime
import time

import control_host
from host import wait_until

YEARLY = "OnCalendar=*-01-01 03:00:00"


class ControlVerbs(control_host.ControlCase):
    @classmethod
    def prepare(cls, host):
        super().prepare(host)
        for name in ("plain", "two", "until"):
            host.job(name, "sleep 100", timer=YEARLY)
        host.timer("second.timer", f"{YEARLY}\nUnit=two.service")
        team = control_host.SECTION.format(team="web")
        host.job("webby", "true", unit=team, timer=f"{YEARLY}\nPersistent=true")
        host.job("webless", "true", unit=team, timer=YEARLY)
        host.job("good", "sleep 0.3", timer=YEARLY)
        host.job("bad", "exit 3", timer=YEARLY)
        host.job("killed", "kill -SEGV $$", service="LimitCORE=0", timer=YEARLY)
        host.job("again", "exit 4", timer=YEARLY, service="Restart=on-failure\nRestartSec=0.1",
                 unit="StartLimitBurst=3\nStartLimitIntervalSec=1h")
        host.job("simple", "sleep 0.3", timer=YEARLY, kind="simple")
        host.job("by-hand", "true", timer=None, unit=team)
        host.job("unmet", "true", timer=None, unit=f"ConditionPathExists=/nowhere\n{team}")

    @classmethod
    def begin(cls, host):
        super().begin(host)
        host.fire("plain", "two", "second", "until", "webby", "webless", "good", "bad", "killed",
                  "again", "simple")
        wait_until(lambda: host.status("webless.service"), what="the watcher to know them")

    def sa(self, *arguments, user="root"):
        """Exit code, then what it said on both streams."""
        done = self.as_user(user, "sa", *arguments)
        return done.returncode, done.stdout + done.stderr

    def test_a_service_is_paused_with_all_its_timers(self):
        self.assertEqual(self.sa("pause", "two", "--reason", "new disk"),
                         (0, "second.timer is paused until it is resumed\n"
                             "two.timer is paused until it is resumed\n"))
        self.assertEqual(self.pause_file("second.timer")["reason"], "new disk")
        self.assertEqual(self.sa("resume", "second.timer"), (0, "second.timer is resumed\n"))
        self.assertEqual(self.sa("resume", "two"), (0, "two.timer is resumed\n"))
        self.assertEqual(self.sa("resume", "two"), (1, "sa: 'two.service' is not paused\n"))

    def test_a_pause_may_have_an_end(self):
        code, said = self.sa("pause", "until.timer", "--until", "2h")
        self.assertEqual((code, said[:28]), (0, "until.timer is paused until "), said)
        until = datetime.datetime.fromisoformat(
            self.pause_file("until.timer")["until"].replace("Z", "+00:00"))
        self.assertAlmostEqual(until.timestamp(), time.time() + 7200, delta=30)
        code, said = self.sa("pause", "until.timer", "--until", "yesterday")
        self.assertEqual((code, len(said.splitlines())), (2, 1), said)

    def test_a_team_is_paused_and_resumed_by_its_members(self):
        done = self.sa("pause", "--team", "web", user="alice")
        self.assertEqual(done, (0, "webby.timer is paused until it is resumed; if it is due "
                                   "meanwhile, it runs at once then\n"
                                   "webless.timer is paused until it is resumed\n"))
        self.assertEqual(self.sa("resume", "--team", "web", user="mallory")[0], 3)
        self.assertEqual(self.sa("resume", "--team", "web", user="alice"),
                         (0, "webby.timer is resumed\nwebless.timer is resumed\n"))

    def test_somebody_else_is_told_what_to_do(self):
        self.assertEqual(self.sa("pause", "plain", "webby", user="alice"),
                         (3, "webby.timer is paused until it is resumed; if it is due meanwhile, "
                             "it runs at once then\n"
                             "sa: alice may not pause 'plain.timer': do it as an administrator, "
                             "with sudo\n"))
        self.assertEqual(self.sa("resume", "--all")[0], 0)
        self.assertIsNone(self.pause_file("webby.timer"))

    def test_unknown_names_are_answered(self):
        self.assertEqual(self.sa("pause", "webb")[0], 1)
        self.assertIn("did you mean 'webby'", self.sa("pause", "webb")[1])
        self.assertEqual(self.sa("pause", "nobody.timer"),
                         (1, "sa: there is no unit 'nobody.timer'\n"))
        self.assertEqual(self.sa("pause"), (2, "sa: expected a unit, --team, --tag or --all, see "
                                               "'sa pause --help'\n"))

    def test_a_run_is_waited_for_and_ends_as_it_did(self):
        for unit, code, words in (("good", 0, "good.service succeeded after "),
                                  ("bad", 1, "bad.service failed after "),
                                  ("simple", 0, "simple.service succeeded after "),
                                  ("killed", 1, "killed.service failed after ")):
            self.assertEqual(self.sa("run", "--wait", unit)[0], code, unit)
            self.assertTrue(self.sa("run", "--wait", unit)[1].startswith(words), unit)
        self.assertIn(": exit 3; 'sa log bad.service' shows", self.sa("run", "--wait", "bad")[1])
        self.assertIn(": SEGV", self.sa("run", "--wait", "killed")[1])

    def test_a_run_of_a_unit_that_systemd_forgets_is_waited_for(self):
        for _ in range(5):
            code, said = self.sa("run", "--wait", "by-hand.service", user="alice")
            self.assertEqual((code, said.split(" after ")[0]), (0, "by-hand.service succeeded"))
            code, said = self.sa("run", "--wait", "unmet.service", user="alice")
            self.assertEqual(code, 1)
            self.assertIn(said, ("unmet.service did not run: a condition of it is not met\n",
                                 "unmet.service did not run: at least systemd has forgotten it "
                                 "already\n"))

    def test_respawns_are_waited_for(self):
        code, said = self.sa("run", "--wait", "again")
        self.assertEqual((code, said.split(" after ")[0]), (1, "again.service failed"), said)
        code, said = self.sa("run", "--wait", "again")
        self.assertEqual((code, said), (1, "again.service did not run: systemd refused to start it "
                                           "(failed)\n"))

    def test_a_run_is_ended(self):
        self.assertEqual(self.sa("run", "plain"),
                         (0, "plain.service is started; 'sa log -f plain.service' shows what it "
                             "does\n"))
        self.assertEqual(self.sa("run", "plain")[0], 1)
        self.assertEqual(self.sa("cancel", "plain"), (0, "plain.service is told to end\n"))
        wait_until(lambda: self.active("plain.service") == "failed", what="its end")
        self.assertEqual(self.sa("cancel", "plain"),
                         (1, "sa: 'plain.service' is not running: 'sa show plain.service' tells of "
                             "its last run\n"))
        self.assertEqual(self.sa("cancel", "plain", user="mallory")[0], 3)

    def test_without_a_watcher_full_names_do(self):
        self.host.stop_watcher()
        self.host.run("rm", "-f", "/run/scriptactivity/status")
        code, said = self.sa("pause", "plain.timer")
        self.assertEqual((code, said.splitlines()[0]),
                         (0, "plain.timer is paused until it is resumed"))
        self.assertEqual(self.sa("resume", "--all")[0], 0)
        self.host.start_watcher()


if __name__ == "__main__":
    control_host.host_case.main()
