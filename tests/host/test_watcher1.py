#!/usr/bin/python3
"""org.scriptactivity.Watcher1: who may read whose history and logs, and what it tells of itself."""

import json
import time
import xml.etree.ElementTree

import truth
import watcher1_host
from control_host import SECTION
from host import wait_until
from host_case import NEAR
from watched_host import microseconds

YEARLY = "OnCalendar=*-01-01 03:00:00"
PATH = "/org/scriptactivity/Watcher1"
INTERFACES = "/usr/share/dbus-1/interfaces/org.scriptactivity.Watcher1.xml"


def shape(xml_text):
    """Names, types and directions of all methods, signals and properties."""
    node = xml.etree.ElementTree.fromstring(xml_text)
    interface = next(i for i in node.iter("interface") if i.get("name") == watcher1_host.NAME)
    members = set()
    for member in interface:
        if member.tag == "annotation":
            continue
        arguments = tuple((a.get("name"), a.get("type"), a.get("direction", "out"))
                          for a in member.iter("arg"))
        notes = tuple((a.get("name"), a.get("value")) for a in member.iter("annotation"))
        members.add((member.tag, member.get("name"), member.get("type"), member.get("access"),
                     arguments, notes))
    return members


class Watcher1(watcher1_host.Watcher1Case):
    @classmethod
    def prepare(cls, host):
        super().prepare(host)
        host.write("/etc/scriptactivity/teams.d/db.yaml", "users: [nobody]\ngroup: dbas\n")
        web, db = SECTION.format(team="web"), SECTION.format(team="db")
        host.job("webby", "echo hello from webby; exit 3", unit=web, timer=f"{YEARLY}\n"
                 "OnActiveSec=0")
        host.job("webby2", "true", unit=web, timer=f"{YEARLY}\nOnActiveSec=0")
        host.job("base", "echo secret of base", unit=db, timer=f"{YEARLY}\nOnActiveSec=0")
        host.job("nobodys", "true", timer=f"{YEARLY}\nOnActiveSec=0")
        host.job("told", "sleep 0.2; exit 4", timer=YEARLY)

    @classmethod
    def begin(cls, host):
        host.run("groupadd", "dbas")
        super().begin(host)
        host.fire("webby", "webby2", "base", "nobodys", "told")
        host.run("useradd", "--no-create-home", "rena", "--groups", "webbers,scriptactivity")
        for name in ("webby", "webby2", "base", "nobodys"):
            host.wait_for_runs(f"{name}.service")

    # ---- history and logs

    def test_a_member_reads_the_history_of_the_team_and_of_no_other(self):
        whole = self.host.json("history", "webby")
        self.assertEqual(self.json_as("alice", "history", "webby"), whole)
        code, said = self.sa("history", "base", user="alice")
        self.assertEqual((code, said), (
            3, "sa: alice may not read the log of 'base.service': members of the group 'dbas' "
               "may, or do it as an administrator, with sudo\n"))
        self.assertEqual({run["unit"] for run in self.json_as("alice", "history")},
                         {"webby.service", "webby2.service"})

    def test_a_person_without_a_group_reads_health_and_no_history(self):
        rows = self.json_as("mallory", "status")
        self.assertIn("failed", {row["health"] for row in rows if row["unit"] == "webby.service"})
        for verb in ("history", "stats", "slots"):
            code, said = self.sa(verb, "webby", user="mallory")
            self.assertEqual((code, said), (
                3, "sa: mallory may not read the log of 'webby.service': members of the group "
                   "'webbers' may, or do it as an administrator, with sudo\n"), verb)
        self.assertEqual(self.sa("history", user="mallory"), (
            3, "sa: mallory may not read the log: add yourself to the group 'scriptactivity' "
               "('sudo adduser mallory scriptactivity') and log in again, or run it with sudo; "
               "members of a team's group may read its own ('dbas', 'webbers')\n"))
        code, said = self.sa("log", "webby", user="mallory")
        self.assertEqual(code, 3)
        self.assertNotIn("hello", said)

    def test_who_may_nothing_may_not_retire_pause_run_or_cancel_either(self):
        for words in (("retire", "webby"), ("pause", "webby"), ("run", "webby")):
            code, said = self.sa(*words, user="mallory")
            self.assertEqual(code, 3, said)
            self.assertIn(f"mallory may not {words[0]} 'webby.", said)
        self.host.run("systemctl", "start", "--no-block", "told.service")
        code, said = self.sa("cancel", "told", user="mallory")
        self.assertNotEqual(code, 0, said)

    def test_the_other_verbs_read_through_the_watcher_too(self):
        for verb in (("stats", "webby"), ("slots", "webby"), ("slots", "--since=-1d", "webby")):
            self.assertEqual(self.json_as("alice", *verb)[0].keys(),
                             self.host.json(*verb)[0].keys()) if self.host.json(*verb) else None
        run = self.host.json("history", "webby")[0]
        self.assertEqual(self.json_as("alice", "show", run["invocation"]), [run])
        code, said = self.sa("show", self.host.json("history", "base")[0]["invocation"],
                             user="alice")
        self.assertEqual(code, 1, said)
        code, said = self.sa("explain", "base", user="alice")
        self.assertIn("explaining without the log", said)

    def test_a_member_reads_the_output_of_the_teams_runs_and_of_no_others(self):
        code, said = self.sa("log", "webby", "-o", "cat", user="alice")
        self.assertEqual((code, said), (0, "hello from webby\n"))
        code, said = self.sa("log", "--all", "webby", user="alice")
        self.assertIn("hello from webby", said)
        self.assertIn("Starting", said)
        code, said = self.sa("log", "base", user="alice")
        self.assertEqual(code, 3)
        self.assertNotIn("secret", said)

    def test_who_may_read_the_store_but_not_the_journal_reads_the_teams_output(self):
        self.assertEqual(len(self.json_as("rena", "history", "base")), 1)
        asked = ("sa: cannot read the journal: permission denied; add yourself to the group "
                 "'systemd-journal' ('sudo adduser rena systemd-journal') and log in again, or run "
                 "it with sudo; asking the watcher\n")
        self.assertEqual(self.sa("log", "webby", "-o", "cat", user="rena"),
                         (0, "hello from webby\n" + asked))
        code, said = self.sa("log", "base", user="rena")
        self.assertEqual(code, 3, said)
        self.assertNotIn("secret", said)

    def test_an_invocation_of_another_unit_is_no_way_into_its_log(self):
        alice = self.client("alice")
        foreign = self.host.json("history", "base")[0]["invocation"]
        everything = 2**64 - 1
        self.assertEqual(
            self.refusal(alice, "Log", "webby.service", foreign, "", everything, False, False)[0],
            "NoSuchRun")
        self.assertEqual(
            self.refusal(alice, "Log", "webby.service", "--file=/etc/shadow", "", everything,
                         False, False)[0], "BadInvocation")
        self.assertEqual(
            self.refusal(alice, "Log", "webby.service", "", "-x", everything, False, False)[0],
            "BadFormat")

    def test_without_polkit_only_root_reads(self):
        self.host.run("systemctl", "mask", "--runtime", "--now", "polkit.service")
        try:
            code, said = self.sa("history", "webby", user="alice")
            self.assertEqual((code, said), (
                3, "sa: alice may not read the log of 'webby.service': only root may, because "
                   "polkit does not answer\n"))
            told = self.client().lines("History", "webby.service", 0, 0, False, False)
            self.assertEqual(len(told), len(truth.of(self.host, "webby")), told)
        finally:
            self.host.run("systemctl", "unmask", "--runtime", "polkit.service")

    def test_root_reads_all_by_the_bus_as_by_the_store(self):
        root = self.client()
        for unit in ("webby", "base"):
            told = root.lines("History", f"{unit}.service", 0, 0, True, False)
            extra = [{key: run.pop(key) for key in ("at", "late")} for run in told]
            self.assertEqual(told, self.host.history(unit))
            self.assertEqual([microseconds(run["at"]) // 1_000_000 for run in extra],
                             [microseconds(run["began"]) // 1_000_000 for run in told])

    def test_without_a_watcher_the_reason_is_the_store_s(self):
        self.host.stop_watcher()
        try:
            code, said = self.sa("history", "webby", user="alice")
            self.assertEqual(code, 3)
            self.assertIn("add yourself to the group 'scriptactivity'", said)
            self.assertEqual(len(said.splitlines()), 1, said)
        finally:
            self.host.start_watcher()

    def test_one_user_cannot_take_all_the_readers(self):
        alice = self.client("alice")
        # Each follows an output that never ends, until its reader is gone.
        with watcher1_host.running(self.host, "alice", 4, "sa", "log", "-f", "webby"):
            wait_until(lambda: self.readers() == 4, what="four that read")
            self.assertEqual(self.refusal_or_none(alice), "Busy")
        wait_until(lambda: self.refusal_or_none(alice) is None, what="room again")

    def readers(self):
        """Those that show an output; what each asked for before may be read still."""
        watcher = self.host.properties("sa-watcher.service", "MainPID")["MainPID"]
        children = self.host.run("pgrep", "--count", "--parent", watcher, "--exact", "journalctl",
                                 check=False).stdout
        return int(children)

    def refusal_or_none(self, client):
        try:
            client.lines("History", "webby.service", 0, 0, False, False)
        except watcher1_host.Refused as refused:
            return refused.name
        return None

    # ---- what it tells

    def test_the_introspection_data_is_what_the_watcher_shows(self):
        shipped = (self.host.root / INTERFACES.lstrip("/")).read_text()
        shown = self.host.output("busctl", "introspect", "--xml-interface", watcher1_host.NAME,
                                 PATH)
        self.assertEqual(shape(shipped), shape(shown))

    def test_properties_tell_how_the_watcher_is(self):
        def properties():
            told = json.loads(self.as_user(
                "mallory", "busctl", "--json=short", "call", watcher1_host.NAME, PATH,
                "org.freedesktop.DBus.Properties", "GetAll", "s", watcher1_host.NAME).stdout)
            return {name: value["data"] for name, value in told["data"][0].items()}

        told = properties()
        self.assertEqual({name: told[name] for name in
                          ("CaughtUp", "Complete", "BusConnected", "LogWritable")},
                         dict.fromkeys(("CaughtUp", "Complete", "BusConnected", "LogWritable"),
                                       True))
        self.assertEqual(told["Host"], self.host.json("history", "webby")[0]["host"])
        self.assertGreaterEqual(told["Timers"], 5)
        self.assertGreaterEqual(told["Units"], 5)
        self.assertLess(abs(time.time() - told["Heartbeat"] / 1e6), 60)
        before = told["JournalSeen"]
        self.host.run("systemctl", "start", "nobodys.service")
        wait_until(lambda: properties()["JournalSeen"] > before, what="a newer entry")

    def test_signals_tell_what_the_job_itself_wrote(self):
        with watcher1_host.Signals(self.host) as signals:
            self.client().call("Subscribe")
            self.host.run("systemctl", "start", "told.service", check=False)
            began = signals.wait_for("RunBegan", "told.service")
            ended = signals.wait_for("RunEnded", "told.service")
            changed = signals.wait_for("HealthChanged", "told.service", "failed")
        lines = truth.of(self.host, "told")[-1]
        self.assertEqual(began["invocation"], lines.invocation)
        self.assertEqual({key: ended[key] for key in ("invocation", "state", "exit_status")},
                         {"invocation": lines.invocation, "state": "failed", "exit_status": 4})
        record = self.host.wait_for_runs("told.service")[-1]
        # A busy systemd answers after the signal was sent: its own stamps are in the record then.
        for stamp in ("began", "ended"):
            self.assertLess(abs(ended[stamp] - microseconds(record[stamp])), NEAR)
        self.assertEqual(ended["trigger"], "manual")
        self.assertEqual(changed[2], "failed")
        self.assertIn("exit 4", changed[3])

    def test_nothing_is_told_when_nobody_has_subscribed(self):
        with watcher1_host.Signals(self.host) as signals:
            client = self.client()
            client.call("Subscribe")
            self.host.run("systemctl", "start", "webby2.service")
            signals.wait_for("RunEnded", "webby2.service")
            client.call("Unsubscribe")
            self.host.run("systemctl", "start", "nobodys.service")
            self.host.wait_for_runs("nobodys.service")
            self.assertEqual(signals.of("nobodys.service"), [])


if __name__ == "__main__":
    watcher1_host.control_host.host_case.main()
