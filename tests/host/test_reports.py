#!/usr/bin/python3
"""Runs that other tools report through Begin, Update and End of Watcher1."""

import json
import time

import watcher1_host
from host import wait_until
from watched_host import microseconds

PATH = "/org/scriptactivity/Watcher1"
WEB = {"team": "web"}


class Reports(watcher1_host.Watcher1Case):
    @classmethod
    def begin(cls, host):
        super().begin(host)
        host.run("useradd", "--no-create-home", "--groups", "webbers", "anna")

    def begin_run(self, client, unit, **options):
        return client.call("Begin", unit, {**WEB, **options}, False)

    def wait_for_health(self, unit, health):
        wait_until(lambda: (self.host.status(unit) or {}).get("health") == health,
                   what=f"{unit} to be {health}")

    def test_a_reported_run_is_in_the_log_like_any_other(self):
        alice = self.client("alice")
        before = time.time() * 1e6
        invocation = self.begin_run(alice, "sync.report", job="sync", reason="1 of 3")
        run = self.host.wait_for_state("sync.report", "running")
        self.assertEqual({key: run[key] for key in ("invocation", "job", "team", "reason",
                                                    "recorded_by")},
                         {"invocation": invocation, "job": "sync", "team": "web",
                          "reason": "1 of 3", "recorded_by": "bus"})
        self.assertTrue(before <= microseconds(run["began"]) <= time.time() * 1e6)
        self.wait_for_health("sync.report", "running")
        wait_until(lambda: self.updated(alice, invocation, "2 of 3"), what="an update")
        self.assertEqual(self.host.history("sync.report")[0]["reason"], "2 of 3")
        alice.call("End", invocation, {"exit_status": 3, "reason": "no disk"})
        run = self.host.history("sync.report")[0]
        self.assertEqual({key: run[key] for key in ("state", "result", "exit_status", "reason")},
                         {"state": "failed", "result": "exit-code", "exit_status": 3,
                          "reason": "no disk"})
        self.wait_for_health("sync.report", "failed")
        self.assertEqual(self.json_as("alice", "history", "sync"), [run])

    def updated(self, client, invocation, reason):
        try:
            client.call("Update", invocation, reason)
        except watcher1_host.Refused as refused:
            self.assertEqual(refused.name, "TooFast")
            return False
        return True

    def test_busctl_can_report_a_run_that_is_kept(self):
        def busctl(*words):
            done = self.as_user("alice", "busctl", "--json=short", "call", watcher1_host.NAME,
                                PATH, watcher1_host.NAME, *words)
            self.assertEqual(done.returncode, 0, done.stderr)
            return json.loads(done.stdout)["data"] if done.stdout else None

        invocation, = busctl("Begin", "sa{sv}b", "shell.report", "2", "team", "s", "web", "keep",
                             "u", "60", "false")
        self.assertEqual(self.host.history("shell.report")[0]["state"], "running")
        busctl("End", "sa{sv}", invocation, "1", "exit_signal", "s", "TERM")
        run = self.host.history("shell.report")[0]
        self.assertEqual((run["state"], run["result"], run["exit_signal"]),
                         ("failed", "signal", "TERM"))

    def test_a_reporter_that_is_killed_leaves_an_interrupted_run(self):
        client = watcher1_host.Client(self.host, "alice")
        self.begin_run(client, "killed.report")
        client.kill()
        run = self.host.wait_for_state("killed.report", "interrupted")
        self.assertEqual(run["reason"], "its reporter left without saying how it ended")

    def test_a_reporter_that_goes_while_the_watcher_is_down_is_noticed(self):
        stays, leaves = self.client("alice"), watcher1_host.Client(self.host, "alice")
        staying = self.begin_run(stays, "stays.report")
        self.begin_run(leaves, "leaves.report")
        self.host.stop_watcher()
        leaves.kill()
        self.host.start_watcher()
        self.host.wait_for_state("leaves.report", "interrupted")
        self.assertEqual(self.host.history("stays.report")[0]["state"], "running")
        stays.call("End", staying, {"result": "success"})
        self.assertEqual(self.host.history("stays.report")[0]["state"], "succeeded")

    def test_a_killed_watcher_forgets_no_open_run(self):
        alice = self.client("alice")
        invocation = self.begin_run(alice, "crash.report")
        self.host.run("systemctl", "kill", "--signal=KILL", "sa-watcher.service")

        def ended():
            try:
                alice.call("End", invocation, {"exit_status": 0})
            except watcher1_host.Refused as refused:
                self.assertTrue(refused.name.startswith("org.freedesktop.DBus.Error."), refused)
                return False
            return True

        wait_until(ended, what="the watcher to be back")
        self.assertEqual(self.host.history("crash.report")[0]["state"], "succeeded")

    # ---- who may, and how much

    def test_only_members_of_the_team_report_for_it(self):
        mallory, alice, anna = (self.client(name) for name in ("mallory", "alice", "anna"))
        self.assertEqual(self.refusal(mallory, "Begin", "mine.report", WEB, False), (
            "NotAuthorized", "mallory may not report runs of 'mine.report': members of the group "
                             "'webbers' may, or do it as an administrator, with sudo"))
        self.assertEqual(self.refusal(alice, "Begin", "mine.report", {}, False)[0],
                         "NotAuthorized")
        invocation = self.begin_run(alice, "mine.report")
        for method, *arguments in (("Update", invocation, "x"), ("End", invocation,
                                                                 {"exit_status": 0})):
            self.assertEqual(self.refusal(anna, method, *arguments)[0], "NotAuthorized")
        self.assertEqual(self.refusal(anna, "Begin", "mine.report", WEB, False)[0],
                         "AlreadyRunning")
        self.client().call("End", invocation, {"exit_status": 0})
        self.assertEqual(self.host.history("mine.report")[0]["state"], "succeeded")

    def test_a_report_is_never_one_of_systemds_units_or_another_teams(self):
        root, alice = self.client(), self.client("alice")
        for name in ("sa-watcher.service", "x.timer", "../x.report", "-x.report", ""):
            self.assertEqual(self.refusal(root, "Begin", name, {}, False)[0], "BadReport")
        root.call("Begin", "roots.report", {"job": "precious"}, False)
        self.assertEqual(self.refusal(alice, "Begin", "roots.report", WEB, False), (
            "OtherTeam", "'roots.report' is reported without a team"))
        self.assertEqual(self.refusal(alice, "Begin", "my.report", {**WEB, "job": "precious"},
                                      False)[0], "OtherJob")
        self.assertIsNone(self.host.status("my.report"))

    def test_what_is_wrong_is_told_and_nothing_is_booked(self):
        root = self.client()
        self.assertEqual(self.refusal(root, "Begin", "a.report", {"kep": 3}, False), (
            "BadOption", "expected the options 'job', 'team', 'reason' and 'keep', got 'kep'"))
        self.assertEqual(self.refusal(root, "Begin", "a.report", {"job": 3}, False)[0],
                         "BadOption")
        self.assertEqual(self.refusal(root, "Begin", "a.report", {"reason": "x" * 600}, False)[0],
                         "BadReport")
        self.assertEqual(self.host.json("status", "a.report") or [], [])
        invocation = root.call("Begin", "b.report", {}, False)
        for ending in ({}, {"exit_status": 256}, {"exit_signal": "GREAT"}, {"result": "great"},
                       {"exit_status": 1, "exit_signal": "TERM"}):
            self.assertEqual(self.refusal(root, "End", invocation, ending)[0], "BadEnding")
        self.assertEqual(self.host.history("b.report")[0]["state"], "running")

    def test_one_user_cannot_fill_the_log(self):
        anna = self.client("anna")
        began = 0
        with self.assertRaises(watcher1_host.Refused) as refused:
            for _ in range(150):
                self.begin_run(anna, "flood.report")
                began += 1
        self.assertEqual(refused.exception.name, "TooFast")
        self.assertTrue(95 <= began <= 110, began)

    def test_a_reported_unit_can_be_retired_by_its_team(self):
        alice = self.client("alice")
        alice.call("End", self.begin_run(alice, "old.report"), {"exit_status": 1})
        self.wait_for_health("old.report", "failed")
        self.assertEqual(self.sa("retire", "old.report", user="mallory")[0], 3)
        self.assertEqual(self.sa("retire", "old.report", user="alice")[0], 0)
        self.wait_for_health("old.report", "retired")


if __name__ == "__main__":
    watcher1_host.control_host.host_case.main()
