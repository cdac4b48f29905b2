#!/usr/bin/python3
"""sa-control with the real polkit: who may what, what it does, and what it leaves alone."""

import contextlib
import stat
import subprocess
import time
import xml.etree.ElementTree

import control_host
from control_host import STATE
from host import wait_until

YEARLY = "OnCalendar=*-01-01 03:00:00"
# What an administrator may write: mallory may run one unit.
ADMINS_RULE = """\
polkit.addRule(function(action, subject) {
    if (action.id === "org.scriptactivity.run" && subject.user === "mallory" &&
        action.lookup("unit") === "catches-up.service")
        return polkit.Result.YES;
    return polkit.Result.NOT_HANDLED;
});
"""
ALREADY = "is activating (start) already"


class Control(control_host.ControlCase):
    @classmethod
    def prepare(cls, host):
        super().prepare(host)
        host.write("/etc/polkit-1/rules.d/10-test.rules", ADMINS_RULE)
        for name in ("plain", "other", "crash", "until", "disabled", "masked", "idle-call"):
            host.job(name, "sleep 100", timer=YEARLY)
        host.job("webby", "sleep 100", unit=control_host.SECTION.format(team="web"), timer=YEARLY)
        host.job("catches-up", "true", timer=f"{YEARLY}\nPersistent=true")
        host.job("with\\x2descape", "true", timer=YEARLY)
        host.job("no-timer", "true", timer=None)
        host.job("fatal", "exit 75", timer=YEARLY,
                 unit="[X-ScriptActivity]\nFatalExitStatus=75\nOnFatal=pause")
        host.unit("disabled.timer.d/install.conf", "[Install]\nWantedBy=test.target\n")

    # ---- who may

    def test_root_may_all(self):
        self.host.fire("plain")
        self.assertEqual(self.pause("root", "plain.timer"), "true false")
        self.assertEqual(self.resume("root", "plain.timer"), "true")
        self.assertIn("/job/", self.start("root", "plain.service"))
        self.assertIn("/job/", self.cancel("root", "plain.service"))

    def test_somebody_without_a_group_may_nothing(self):
        for unit, advice in (("other", ""), ("webby", "members of the group 'webbers' may, or ")):
            before = self.active(f"{unit}.service")
            for verb, answer in (("pause", self.pause("mallory", f"{unit}.timer")),
                                 ("run", self.start("mallory", f"{unit}.service"))):
                name = f"{unit}.timer" if verb == "pause" else f"{unit}.service"
                self.assertEqual(answer, f"NotAuthorized: mallory may not {verb} '{name}': "
                                         f"{advice}do it as an administrator, with sudo")
            self.assertIsNone(self.pause_file(f"{unit}.timer"))
            self.assertEqual(self.active(f"{unit}.service"), before)

    def test_somebody_without_a_group_may_not_end_what_others_began(self):
        self.host.fire("other")
        self.pause("root", "other.timer")
        self.assertIn("NotAuthorized: mallory may not resume",
                      self.resume("mallory", "other.timer"))
        self.assertIsNotNone(self.pause_file("other.timer"))
        self.start("root", "other.service")
        self.assertIn("NotAuthorized: mallory may not cancel",
                      self.cancel("mallory", "other.service"))
        self.assertEqual(self.active("other.service"), "activating")
        self.cancel("root", "other.service")
        self.resume("root", "other.timer")

    def test_a_member_of_the_teams_group_may_command_its_units_and_no_others(self):
        self.host.fire("webby", "plain")
        self.assertEqual(self.pause("alice", "webby.timer"), "true false")
        self.assertEqual(self.active("webby.timer"), "inactive")
        self.assertEqual(self.resume("alice", "webby.timer"), "true")
        self.assertIn("/job/", self.start("alice", "webby.service"))
        self.assertEqual(self.active("webby.service"), "activating")
        self.assertIn("/job/", self.cancel("alice", "webby.service"))
        self.assertIn("NotAuthorized", self.pause("alice", "plain.timer"))
        self.assertIn("NotAuthorized", self.start("alice", "plain.service"))
        self.assertEqual(self.active("plain.timer"), "active")

    def test_a_rule_of_the_administrator_may_let_in_a_person_for_one_unit(self):
        self.assertIn("/job/", self.start("mallory", "catches-up.service"))
        self.assertIn("NotAuthorized", self.pause("mallory", "catches-up.timer"))

    def test_a_group_that_is_empty_or_unknown_lets_nobody_in(self):
        for team, group in (("empty", '""'), ("unknown", "nosuchgroup")):
            self.host.write(f"/etc/scriptactivity/teams.d/{team}.yaml", f"group: {group}\n")
            self.host.job(team, "true", unit=control_host.SECTION.format(team=team), timer=YEARLY)
            self.host.reload()
            self.assertIn("NotAuthorized", self.start("alice", f"{team}.service"))

    def test_a_team_file_that_others_may_write_lets_nobody_in(self):
        self.host.write("/etc/scriptactivity/teams.d/open.yaml", "group: webbers\n", 0o666)
        self.host.job("open", "true", unit=control_host.SECTION.format(team="open"), timer=YEARLY)
        self.host.reload()
        self.assertIn("NotAuthorized: alice may not run 'open.service': do it as",
                      self.start("alice", "open.service"))
        self.host.run("chmod", "0644", "/etc/scriptactivity/teams.d/open.yaml")
        self.assertIn("/job/", self.start("alice", "open.service"))

    def test_the_watchers_user_may_only_what_the_facts_say(self):
        watcher = "scriptactivity"
        denied = "NotAuthorized: scriptactivity may not "
        self.assertEqual(self.pause(watcher, "fatal.timer"), f"{denied}pause 'fatal.timer'")
        self.host.run("systemctl", "start", "fatal.service", check=False)
        self.assertEqual(self.pause(watcher, "fatal.timer", reason="exit 75"), "false false")
        self.assertEqual(self.pause_file("fatal.timer")["by"], watcher)
        self.assertEqual(self.resume(watcher, "fatal.timer"), f"{denied}resume 'fatal.timer'")
        self.assertEqual(self.start(watcher, "fatal.service"), f"{denied}run 'fatal.service'")
        self.resume("root", "fatal.timer")
        self.assertEqual(self.pause(watcher, "fatal.timer"), f"{denied}pause 'fatal.timer'",
                         "once for a run: what somebody resumed stays so")

    def test_the_watchers_user_ends_a_pause_once_its_time_has_come(self):
        self.host.fire("until")
        until = int((time.time() + 1.5) * 1e6)
        self.assertEqual(self.pause("root", "until.timer", until), "true false")
        self.assertIn("NotAuthorized", self.resume("scriptactivity", "until.timer"))
        wait_until(lambda: time.time() * 1e6 > until, what="the end of the pause")
        # sa-control itself may have ended it, if it was started meanwhile.
        self.assertIn(self.resume("scriptactivity", "until.timer"),
                      ("true", "NotPaused: 'until.timer' is not paused"))
        self.assertEqual(self.active("until.timer"), "active")

    # ---- what it does

    def test_a_paused_timer_cannot_be_started_by_anybody(self):
        self.host.fire("other")
        self.pause("root", "other.timer", reason="new disk")
        self.host.fire("other")
        self.assertEqual(self.active("other.timer"), "inactive")
        pause = self.pause_file("other.timer")
        self.assertEqual({key: pause[key] for key in ("by", "until", "reason", "active")},
                         {"by": "root", "until": None, "reason": "new disk", "active": True})
        self.assertEqual(self.resume("root", "other.timer"), "true")
        self.assertEqual(self.active("other.timer"), "active")

    def test_a_name_with_an_escape_is_held(self):
        timer = "with\\x2descape.timer"
        self.host.fire("with\\x2descape")
        self.assertEqual(self.pause("root", timer), "true false")
        self.host.run("systemctl", "start", timer)
        self.assertEqual(self.active(timer), "inactive")
        self.assertEqual(self.resume("root", timer), "true")

    def test_it_says_what_is_made_up_for_later(self):
        self.host.fire("catches-up")
        self.assertEqual(self.pause("root", "catches-up.timer"), "true true")
        self.resume("root", "catches-up.timer")

    def test_a_resume_leaves_what_was_not_active(self):
        self.assertEqual(self.pause("root", "crash.timer"), "false false")
        self.assertEqual(self.resume("root", "crash.timer"), "false")
        self.assertEqual(self.active("crash.timer"), "inactive")

    def test_a_timer_disabled_meanwhile_stays_so(self):
        self.host.run("systemctl", "enable", "--now", "disabled.timer")
        self.pause("root", "disabled.timer")
        self.host.run("systemctl", "disable", "--now", "disabled.timer")
        self.assertEqual(self.resume("root", "disabled.timer"), "false")
        self.assertEqual(self.active("disabled.timer"), "inactive")
        state = self.host.properties("disabled.timer", "UnitFileState")["UnitFileState"]
        self.assertEqual(state, "disabled")

    def test_a_timer_masked_meanwhile_stays_so(self):
        self.host.fire("masked")
        self.pause("root", "masked.timer")
        mask = "/run/systemd/system/masked.timer"
        # systemctl mask will not hide a file in /etc: it is moved away first.
        self.host.run("mv", "/etc/systemd/system/masked.timer", "/var/masked.timer")
        self.host.run("ln", "-s", "/dev/null", mask)
        self.host.reload()
        self.assertEqual(self.resume("root", "masked.timer"), "false")
        self.assertEqual(self.active("masked.timer"), "inactive")
        self.assertEqual(self.host.output("readlink", mask).strip(), "/dev/null")

    def test_what_systemd_run_made_is_not_thrown_away(self):
        self.host.run("systemd-run", "--quiet", "--unit=made", "--on-calendar=*-01-01", "true")
        self.assertIn("Transient: 'made.timer' was made by systemd-run",
                      self.pause("root", "made.timer"))
        self.assertEqual(self.active("made.timer"), "active")

    def test_a_run_that_goes_on_is_not_started_twice(self):
        self.start("root", "idle-call.service")
        self.assertIn(f"AlreadyRunning: 'idle-call.service' {ALREADY}",
                      self.start("root", "idle-call.service"))
        self.assertIn("/job/", self.cancel("root", "idle-call.service"))
        wait_until(lambda: self.active("idle-call.service") == "failed", what="its end")
        self.assertIn("NotRunning: 'idle-call.service' is not running",
                      self.cancel("root", "idle-call.service"))

    def test_only_scheduled_services_are_run(self):
        for service in ("no-timer.service", "dbus.service"):
            self.assertIn(f"NotOurs: '{service}' has no timer", self.start("root", service))
            self.assertIn(f"NotOurs: '{service}' has no timer", self.cancel("root", service))

    def test_hostile_names_are_refused(self):
        before = self.host.output("find", STATE, "/etc", "-newer", "/etc/hostname")
        for name in ("../x", "../x.timer", "x.timer/../../etc/passwd", "/etc/x.timer", "x" * 300,
                     "x" * 300 + ".timer", "x\n.timer", "x.timer\n", "", ".", "..", ".timer",
                     "@.timer", "plain.service", "%n.timer"):
            for answer in (self.pause("root", name), self.resume("root", name)):
                self.assertTrue(answer.startswith("BadName: expected the full name of a timer "),
                                answer)
                self.assertEqual(len(answer.splitlines()), 1, answer)
        self.assertEqual(self.host.output("find", STATE, "/etc", "-newer", "/etc/hostname"), before)
        self.assertEqual(self.pause("root", "nobody.timer"),
                         "NoSuchUnit: there is no unit 'nobody.timer'")

    def test_a_reason_is_one_line(self):
        self.host.fire("other")
        for reason in ("two\nlines", "\x1b[31mred", "x" * 501):
            self.assertTrue(self.pause("root", "other.timer", reason=reason).startswith(
                "BadReason: expected a reason of one line"))
        self.assertIsNone(self.pause_file("other.timer"))

    def test_every_change_is_in_the_journal_with_who_what_and_why(self):
        self.host.fire("webby")
        self.pause("alice", "webby.timer", 4102444800000000, "migration of the 'db'")
        self.resume("root", "webby.timer")
        paused, resumed = [entry for entry in self.control_entries()
                           if entry["SA_UNIT"] == "webby.timer"][-2:]
        uid = self.host.output("id", "-u", "alice").strip()
        said = {key: value for key, value in paused.items() if key.startswith("SA_")}
        self.assertEqual(said, {"SA_VERB": "pause", "SA_UNIT": "webby.timer", "SA_BY": "alice",
                                "SA_UID": uid, "SA_TEAM": "web",
                                "SA_UNTIL": "2100-01-01T00:00:00.000000Z",
                                "SA_REASON": "migration of the 'db'"})
        self.assertEqual(paused["MESSAGE"],
                         "alice paused 'webby.timer' until 2100-01-01T00:00:00.000000Z: "
                         "migration of the 'db'")
        self.assertEqual((resumed["SA_VERB"], resumed["SA_BY"]), ("resume", "root"))
        log = self.host.output("journalctl", "--unit=webby.timer", "--quiet")
        self.assertIn("alice paused 'webby.timer'", log)

    # ---- what it is

    def test_killed_at_any_moment_a_timer_is_paused_or_not(self):
        self.host.fire("crash")
        for delay in (0, 1, 2, 5, 10, 20):
            kill = f"sleep 0.0{delay:02}; systemctl kill --signal=KILL sa-control.service"
            with self.meanwhile(kill):
                self.pause("root", "crash.timer")
            self.assert_paused_or_not("crash.timer")
            if self.pause_file("crash.timer"):
                with self.meanwhile(kill):
                    self.resume("root", "crash.timer")
            self.assert_paused_or_not("crash.timer")
            if self.pause_file("crash.timer"):
                self.assertEqual(self.resume("root", "crash.timer"), "true")
            self.assertEqual(self.active("crash.timer"), "active")

    @contextlib.contextmanager
    def meanwhile(self, command):
        process = subprocess.Popen(self.host.command("sh", "-c", command),
                                   stderr=subprocess.DEVNULL)
        try:
            yield
        finally:
            process.wait()

    def assert_paused_or_not(self, timer):
        """As soon as sa-control was started again."""
        wait_until(lambda: "NotPaused" in self.resume("root", "plain.timer"), 10, "an answer")
        wanted = "active" if self.pause_file(timer) is None else "inactive"
        wait_until(lambda: self.active(timer) == wanted, 10, f"{timer} to be {wanted}")

    def test_it_ends_when_nobody_calls_and_the_next_call_works(self):
        for _ in range(2):
            self.assertIn("NotPaused", self.resume("root", "plain.timer"))
            wait_until(lambda: self.active("sa-control.service") == "inactive", 15,
                       "sa-control to end")
        said = self.host.properties("sa-control.service", "Result", "ExecMainStatus")
        self.assertEqual(said, {"Result": "success", "ExecMainStatus": "0"})

    def test_no_call_is_lost_while_it_ends(self):
        loop = ("i=0; while [ $i -lt 60 ]; do i=$((i+1)); "
                "dbus-send --system --print-reply --dest=org.scriptactivity.Control1 "
                "/org/scriptactivity/Control1 org.scriptactivity.Control1.Resume "
                "string:plain.timer boolean:false 2>&1 | grep -c NotPaused; "
                "sleep 0.0$((i % 10)); done")
        self.host.unit("sa-control.service.d/idle.conf",
                       "[Service]\nExecStart=\n"
                       "ExecStart=/usr/lib/scriptactivity/sa-control --idle 0.03\n")
        self.host.reload()
        answers = self.host.output("sh", "-c", loop, timeout=100).split()
        self.assertEqual(answers, ["1"] * 60)
        starts = self.host.journal("UNIT=sa-control.service", "JOB_TYPE=start")
        self.assertGreater(len(starts), 10, "it never ended in between")

    def test_its_exposure_is_below_one_point(self):
        done = self.host.run("systemd-analyze", "security", "--no-pager", "--threshold=10",
                             "sa-control.service", check=False)
        self.assertEqual(done.returncode, 0, done.stdout[-300:])

    def test_the_pauses_are_read_by_all_and_written_by_root(self):
        self.host.fire("other")
        self.pause("root", "other.timer")
        for path, mode in ((STATE, "drwxr-xr-x"), (f"{STATE}/paused", "drwxr-xr-x"),
                           (f"{STATE}/paused/other.timer", "-rw-r--r--")):
            raw, owner = self.host.output("stat", "--format=%f %U:%G", path).split()
            self.assertEqual((stat.filemode(int(raw, 16)), owner), (mode, "root:root"))
        self.resume("root", "other.timer")

    def test_the_shipped_introspection_is_what_it_tells(self):
        def methods(text):
            node = xml.etree.ElementTree.fromstring(text)
            interface = node.find(f"interface[@name='{control_host.CONTROL}']")
            return [(method.get("name"), [sorted(arg.attrib.items()) for arg in method])
                    for method in sorted(interface, key=lambda method: method.get("name"))]

        told = self.host.output("busctl", "introspect", "--xml-interface", control_host.CONTROL,
                                "/org/scriptactivity/Control1")
        shipped = self.host.output("cat", "/usr/share/dbus-1/interfaces/org.scriptactivity."
                                          "Control1.xml")
        self.assertEqual(methods(told), methods(shipped))


if __name__ == "__main__":
    control_host.host_case.main()
