#!/usr/bin/python3
"""Each change is told once to each target, also when the watcher or sa-control is killed at any
moment round the telling. What is told is what the programs and the mailer themselves write down."""

import contextlib
import os
import random
import time

import notify_host
from host import TimedOut, wait_until
from notify_host import FILE

# Says when it begins and when it ends. In between it takes its time, and waits as long as its gate
# is shut.
TELL = f"""\
#!/usr/bin/python3
import json, os, pathlib, sys, time
name = os.path.basename(sys.argv[0])
environment = {{k: v for k, v in os.environ.items() if k.startswith("SA_")}}
text = sys.stdin.read()
def say(word):
    line = dict(word=word, by=name, text=text, environment=environment)
    out = os.open("{FILE}", os.O_WRONLY | os.O_APPEND)
    os.write(out, json.dumps(line).encode() + b"\\n")
    os.close(out)
def gate():
    try:
        return pathlib.Path("/var/truth/gate-" + environment["SA_UNIT"] + "-" + name).read_text()
    except (KeyError, FileNotFoundError):
        return "open"
say("begin")
time.sleep(0.2)
while gate() == "shut":
    time.sleep(0.02)
failed = gate() == "fails"
say("fail" if failed else "end")
sys.exit(3 if failed else 0)
"""
TARGETS = ("page", "other", "sendmail")
ALL = "[X-ScriptActivity]\nNotify=page other mail:ops@example.org\n"
ONCE = ["failed", "ok"]
# A killed watcher stays away until the test starts it.
QUICK = "[Unit]\nStartLimitIntervalSec=0\n[Service]\nRestart=no\n"
IDLE = ("[Service]\nExecStart=\n"
        "ExecStart=/usr/lib/scriptactivity/sa-control --idle 1\n")
PATIENT = ("[Service]\nExecStart=\n"
           "ExecStart=/usr/lib/scriptactivity/sa-notify --timeout 300 -- %i\n")
MANY = [f"many-{i}" for i in range(8)]
JOBS = ["early", "during", "well-meanwhile", "fails-again", "often", "control", "both", "part",
        "part-well", "vanishes", *MANY]


class NotifyKills(notify_host.NotifyCase):
    @classmethod
    def prepare(cls, host):
        super().prepare(host)
        for path in (notify_host.SENDMAIL, f"{notify_host.PROGRAMS}/page",
                     f"{notify_host.PROGRAMS}/other"):
            host.write(path, TELL, 0o755)
        host.unit("sa-watcher.service.d/quick.conf", QUICK)
        host.unit("sa-control.service.d/idle.conf", IDLE)
        host.unit("sa-notify@.service.d/patient.conf", PATIENT)
        for name in JOBS:
            cls.paged_job(host, name, expected=ALL)

    @classmethod
    def begin(cls, host):
        host.fire(*JOBS)
        super().begin(host)

    def said(self, name, word, by):
        """The healths that `by` was told of it, as it began or ended to be."""
        return ["failed" if " has failed" in one.text else "ok"
                for one in self.notices(f"{name}.service", by) if one.word == word]

    def told(self, name, word="end"):
        return {by: self.said(name, word, by) for by in TARGETS}

    def wait_until_told(self, name, healths):
        """All of it is told to each, and it was begun as often."""
        self.wait_for_ends(name, len(healths))
        wanted = {by: healths for by in TARGETS}
        self.assertEqual((self.told(name), self.told(name, "begin")), (wanted, wanted))

    def wait_for_ends(self, name, count):
        """Each was told so often, or it has taken too long."""
        with contextlib.suppress(TimedOut):
            wait_until(lambda: all(len(self.said(name, "end", by)) >= count for by in TARGETS), 60)

    def gate(self, name, how, by="page"):
        path = self.host.root / f"var/truth/gate-{name}.service-{by}"
        self.host.write("/var/truth/gate.new", how)
        os.replace(self.host.root / "var/truth/gate.new", path)

    def hold(self, name):
        """It fails, and people are being told."""
        self.gate(name, "shut")
        self.go_wrong(name)
        wait_until(lambda: self.said(name, "begin", "page"), 60, f"{name} to be told")

    def kill(self, unit):
        self.host.run("systemctl", "kill", "--signal=KILL", f"{unit}.service", check=False)

    def kill_watcher(self):
        self.kill("sa-watcher")
        wait_until(lambda: self.state_of("sa-watcher") in ("failed", "inactive"), 30, "its end")

    def state_of(self, unit):
        return self.host.run("systemctl", "is-active", unit, check=False).stdout.strip()

    def wait_for_the_teller(self, name):
        wait_until(lambda: self.state_of(f"sa-notify@{name}.service.service") in
                   ("inactive", "failed", "unknown"), 60, f"sa-notify of {name} to end")

    def change(self, name):
        """It is well, though nobody may look."""
        self.host.write(f"/var/truth/well-{name}", "")
        self.start(name)

    # ---- the watcher

    def test_killed_before_it_asks(self):
        self.go_wrong("early")
        self.kill_watcher()
        self.host.start_watcher()
        self.wait_until_told("early", ["failed"])
        self.go_well("early")
        self.wait_until_told("early", ONCE)

    def test_killed_while_people_are_told(self):
        self.hold("during")
        self.kill_watcher()
        self.host.start_watcher()
        self.go_well("during")
        self.gate("during", "open")
        self.wait_until_told("during", ONCE)

    def test_killed_while_people_are_told_and_it_is_well_when_it_is_back(self):
        self.hold("well-meanwhile")
        self.kill_watcher()
        self.gate("well-meanwhile", "open")
        self.wait_for_the_teller("well-meanwhile")
        self.change("well-meanwhile")
        self.host.start_watcher()
        self.wait_until_told("well-meanwhile", ONCE)

    def test_killed_while_people_are_told_and_it_failed_again_when_it_is_back(self):
        self.hold("fails-again")
        self.kill_watcher()
        self.gate("fails-again", "open")
        self.wait_for_the_teller("fails-again")
        self.start("fails-again")
        self.host.start_watcher()
        self.settle()
        self.go_well("fails-again")
        self.wait_until_told("fails-again", ONCE)

    def test_killed_again_and_again_while_people_are_told(self):
        self.hold("often")
        for _ in range(3):
            self.kill_watcher()
            self.host.start_watcher()
        self.go_well("often")
        self.gate("often", "open")
        self.wait_until_told("often", ONCE)

    # ---- sa-control

    def test_control_killed_while_people_are_told(self):
        self.hold("control")
        self.kill("sa-control")
        self.go_well("control")
        self.gate("control", "open")
        self.wait_until_told("control", ONCE)

    def test_both_killed_while_people_are_told(self):
        self.hold("both")
        self.kill("sa-control")
        self.kill_watcher()
        self.change("both")
        self.host.start_watcher()
        self.gate("both", "open")
        self.wait_until_told("both", ONCE)

    def test_an_answer_that_nobody_waits_for_keeps_control_no_longer(self):
        self.gate("vanishes", "shut")
        self.host.run("systemd-run", "--unit=caller", "busctl", "call", "--timeout=300",
                      "org.scriptactivity.Control1", "/org/scriptactivity/Control1",
                      "org.scriptactivity.Control1", "Notify", "sa{ss}", "vanishes.service", "2",
                      "health", "failed", "notify", "page")
        wait_until(lambda: self.said("vanishes", "begin", "page"), 60, "the telling")
        self.assertEqual(self.state_of("sa-control"), "active")
        self.kill("caller")
        wait_until(lambda: self.state_of("sa-control") != "active", 60, "the end of sa-control")
        self.assertEqual(self.state_of("sa-notify@vanishes.service.service"), "activating")
        self.gate("vanishes", "open")
        self.wait_for_the_teller("vanishes")
        self.assertEqual(self.said("vanishes", "end", "page"), ["failed"])

    # ---- a target that fails

    def fail_in_part(self, name):
        """All but one are told, and the watcher is killed."""
        self.gate(name, "fails", "other")
        self.go_wrong(name)
        wait_until(lambda: self.said(name, "end", "sendmail"), 60, f"{name} to be told")
        self.wait_for_the_teller(name)
        self.kill_watcher()
        self.gate(name, "open", "other")

    def test_killed_when_one_was_not_told_only_that_one_is(self):
        self.fail_in_part("part")
        self.host.start_watcher()
        wait_until(lambda: self.said("part", "end", "other"), 60, "the other to be told")
        self.go_well("part")
        self.wait_for_ends("part", 2)
        self.assertEqual(self.told("part"), {by: ONCE for by in TARGETS})
        self.assertEqual(self.said("part", "fail", "other"), ["failed"])

    def test_killed_when_one_was_not_told_and_it_is_well_when_it_is_back(self):
        self.fail_in_part("part-well")
        self.change("part-well")
        self.host.start_watcher()
        self.wait_for_ends("part-well", 2)
        self.assertEqual(self.told("part-well"), {by: ONCE for by in TARGETS})

    # ---- at any moment

    def kill_one_or_the_other(self, dice):
        time.sleep(dice.uniform(0, 0.8))
        if dice.random() < 0.5:
            self.kill("sa-control")
        else:
            self.kill_watcher()
            self.host.start_watcher()

    def kill_while_they_are_told(self, dice, health):
        """Whenever another telling has begun, until the last has."""
        def begun():
            return [name for name in MANY if health in self.said(name, "begin", "page")]

        count = 0
        while count < len(MANY):
            wait_until(lambda: len(begun()) > count, 60, f"more than {count} to be told {health}")
            count = len(begun())
            self.kill_one_or_the_other(dice)

    def test_killed_at_many_moments(self):
        seed = int(os.environ.get("SA_SEED", random.randrange(1_000_000)))
        dice = random.Random(seed)
        self.host.run("systemctl", "start", "--no-block", *[f"{name}.service" for name in MANY])
        self.kill_while_they_are_told(dice, "failed")
        for name in MANY:
            self.change(name)
        self.kill_while_they_are_told(dice, "ok")
        for name in MANY:
            with self.subTest(name, seed=seed):
                self.wait_until_told(name, ONCE)


if __name__ == "__main__":
    notify_host.host_case.main()
