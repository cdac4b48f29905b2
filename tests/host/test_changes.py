#!/usr/bin/python3
"""Who paused, resumed, ran, cancelled and retired what: in the log, also of while the watcher was
down."""

import time

import watcher1_host
from control_host import SECTION
from host import wait_until
from watched_host import microseconds

YEARLY = "OnCalendar=*-01-01 03:00:00"
EVERY_SECOND = "OnCalendar=*-*-* *:*:*"


class Changes(watcher1_host.Watcher1Case):
    @classmethod
    def prepare(cls, host):
        super().prepare(host)
        for name in ("live", "run-down", "cancelled", "plain"):
            host.job(name, "sleep 100" if name == "cancelled" else "true", timer=YEARLY)
        host.job("paused-down", "true", timer=EVERY_SECOND, unit="StartLimitIntervalSec=0")
        host.job("twice-down", "true", timer=EVERY_SECOND, unit="StartLimitIntervalSec=0")
        host.job("webby", "true", unit=SECTION.format(team="web"), timer=YEARLY)

    @classmethod
    def begin(cls, host):
        super().begin(host)
        host.fire("live", "run-down", "cancelled", "plain", "webby")
        wait_until(lambda: host.status("plain.service"), what="the watcher to know them")

    def changes(self, unit, user="root"):
        shown, = self.json_as(user, "show", unit)
        return shown["changes"]

    def wait_for_changes(self, unit, *verbs):
        def found():
            known = self.changes(unit)
            return known if [change["verb"] for change in known] == list(verbs) else None

        return wait_until(found, what=f"{verbs} of {unit}")

    def test_changes_are_seen_soon_with_who_and_why(self):
        before = time.time() * 1e6
        self.sa("pause", "live.timer", "--until", "2h", "--reason", "new disk")
        self.sa("resume", "live.timer")
        self.sa("run", "live")
        self.sa("retire", "live", "--reason", "moved")
        self.sa("unretire", "live")
        known = self.wait_for_changes("live.service", "pause", "resume", "run", "retire",
                                      "unretire")
        self.assertEqual([(change["unit"], change["by"], change["reason"]) for change in known],
                         [("live.timer", "root", "new disk"), ("live.timer", "root", None),
                          ("live.service", "root", None), ("live.service", "root", "moved"),
                          ("live.service", "root", None)])
        for change in known:
            self.assertTrue(before <= microseconds(change["at"]) <= time.time() * 1e6, change)
        self.assertAlmostEqual(microseconds(known[0]["until"]) / 1e6, time.time() + 7200, delta=60)
        code, said = self.sa("show", "live.service")
        self.assertIn("paused live.timer until ", said)
        self.assertIn("retired live.service by root: moved\n", said)

    def test_a_run_that_somebody_started_says_who(self):
        self.assertEqual(self.sa("run", "webby", user="alice")[0], 0)
        self.wait_for_starter("webby.service", "alice")
        run = self.host.history("webby.service")[-1]
        self.assertEqual((run["trigger"]["type"], run["reason"]), ("manual", None))
        self.assertIn(" manual, by alice\n", self.sa("show", run["invocation"])[1])
        self.assertIn("(manual, by alice)", self.sa("explain", "webby.service")[1])

    def wait_for_starter(self, unit, user):
        wait_until(lambda: f"  manual, by {user}" in self.sa("history", unit)[1],
                   what=f"{user} to be known as who started {unit}")

    def test_a_cancel_is_told_too(self):
        self.sa("run", "cancelled")
        self.host.wait_for_state("cancelled.service", "running")
        self.sa("cancel", "cancelled")
        self.wait_for_changes("cancelled.service", "run", "cancel")

    def test_a_pause_that_came_and_went_while_the_watcher_was_down_is_booked(self):
        self.host.fire("paused-down", "twice-down")
        for name in ("paused-down", "twice-down"):
            self.host.wait_for_runs(f"{name}.service", 2)
        self.host.stop_watcher()
        spans = {"paused-down": [self.pause_for(3, "paused-down.timer")], "twice-down": []}
        for _ in range(2):
            spans["twice-down"].append(self.pause_for(2, "twice-down.timer"))
        self.host.start_watcher()
        for name, paused in spans.items():
            self.wait_for_changes(f"{name}.service", *("pause", "resume") * len(paused))
            self.host.run("systemctl", "stop", f"{name}.timer")
            for begin, end in paused:
                self.assert_paused(f"{name}.service", begin, end)

    def pause_for(self, seconds, timer):
        """For at least so many due instants; between when it was asked for and over."""
        self.assertEqual(self.sa("pause", timer, "--reason", "while down")[0], 0)
        begin = time.time()
        wait_until(lambda: time.time() > begin + seconds, what="due instants to pass")
        end = time.time()
        self.assertEqual(self.sa("resume", timer)[0], 0)
        return begin, end

    def assert_paused(self, unit, begin, end):
        """Each due instant in the span is paused: none is missed."""
        wanted = [float(second) for second in range(int(begin) + 1, int(end) + 1)]

        def verdicts():
            slots = self.host.json("slots", unit, f"--since=@{int(begin)}")
            found = {microseconds(slot["due"]) / 1e6: slot["verdict"] for slot in slots}
            return [found.get(due) for due in wanted]

        self.assertGreaterEqual(len(wanted), 2)
        wait_until(lambda: None not in verdicts(), what=f"verdicts of {unit}")
        self.assertEqual(verdicts(), ["paused"] * len(wanted))

    def test_a_run_made_while_the_watcher_was_down_says_who(self):
        self.host.stop_watcher()
        self.assertEqual(self.sa("run", "run-down.service")[0], 0)
        wait_until(lambda: self.active("run-down.service") == "inactive", what="its end")
        self.host.start_watcher()
        run = self.host.wait_for_runs("run-down.service")[-1]
        self.assertEqual((run["trigger"]["type"], run["reason"]), ("manual", None))
        self.wait_for_starter("run-down.service", "root")
        self.wait_for_changes("run-down.service", "run")

    def test_nobody_else_can_make_up_a_change(self):
        entry = ("MESSAGE=x\nMESSAGE_ID=6a3f5b0e5ff14ed6a0a4d1f1f3f8a2c7\nSA_VERB=retire\n"
                 "SA_UNIT=plain.service\nSA_BY=root\n")
        for user in ("mallory", "root"):
            self.as_user(user, "logger", "--journald", stdin=entry)
        self.sa("run", "plain")
        self.wait_for_changes("plain.service", "run")

    def test_a_team_s_changes_are_for_its_members(self):
        self.sa("retire", "webby", user="alice")
        wait_until(lambda: any(change["verb"] == "retire"
                               for change in self.changes("webby", "alice")), what="the change")
        self.assertIsNone(self.changes("webby", "mallory"))
        self.sa("unretire", "webby", user="alice")


if __name__ == "__main__":
    watcher1_host.control_host.host_case.main()
