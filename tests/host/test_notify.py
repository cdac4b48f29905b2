#!/usr/bin/python3
"""Who is told of what, when, and how often: a mailer and programs write down what they get."""

import notify_host
import truth
from host import wait_until
from notify_host import PAGE, switched

SECTION = "[X-ScriptActivity]\n"
BY_NAME = 'page mail:dev@example.org'
HOSTILE = "a\\x2db@c"
STORM = [f"storm-{i}" for i in range(50)]
SHORT = ("[Service]\nExecStart=\n"
         "ExecStart=/usr/lib/scriptactivity/sa-notify --timeout 2 -- %i\n")
OFTEN = "OnCalendar=*:*:0/2\n" + PAGE + "Grace=1s\n"


class Notify(notify_host.NotifyCase):
    @classmethod
    def prepare(cls, host):
        super().prepare(host)
        host.write("/etc/scriptactivity/scriptactivity.yaml", "notify: [mail:ops@example.org]\n")
        host.unit("sa-notify@.service.d/short.conf", SHORT)
        talk = "echo first; printf 'red \\033[31m\\n'; " + switched("talks")
        cls.paged_job(host, "talks", talk, f"{SECTION}Notify={BY_NAME}\nJob=talker\nTeam=web\n")
        cls.paged_job(host, "default", expected="")
        cls.paged_job(host, "nobody", expected=f"{SECTION}Notify=none\n")
        cls.paged_job(host, "wrong", expected=f"{SECTION}Notify=mail:|sh page\n")
        cls.paged_job(host, "twice", expected=PAGE + "AlertAfter=2\n")
        cls.paged_job(host, "killed")
        cls.paged_job(host, "held")
        cls.paged_job(host, "gone")
        cls.paged_job(host, "two-ways", expected=f"{SECTION}Notify=other page\n")
        cls.paged_job(host, "hangs", expected=f"{SECTION}Notify=other page\n")
        command = truth.command("hostile", "exit 9")
        host.unit(f"{HOSTILE}.service", f"{PAGE}[Service]\nType=oneshot\nExecStart={command}\n")
        cls.paged_job(host, "fatal", "exit 75", PAGE + "FatalExitStatus=75\nOnFatal=pause\n")
        cls.paged_job(host, "respawns", "exit 7", service="Restart=on-failure\nRestartSec=700ms",
                      unit="StartLimitIntervalSec=60\nStartLimitBurst=4")
        third = "exit $(( $(grep -c 'begin recovers' /var/truth/lines) < 3 ))"
        cls.paged_job(host, "recovers", third,
                      service="Restart=on-failure\nRestartSec=2s")
        for name in STORM:
            cls.paged_job(host, name)
        host.job("due", "true", timer=OFTEN, unit=notify_host.NO_LIMIT)

    @classmethod
    def begin(cls, host):
        host.fire("talks", "default", "nobody", "wrong", "twice", "killed", "held", "gone", "due",
                  "two-ways", "hangs", "fatal", "respawns", "recovers", *STORM)
        super().begin(host)

    # ---- what is told, and to whom

    def test_a_failure_and_its_end_are_told_once_each(self):
        self.go_wrong("talks")
        self.wait_for("talks.service", 2)
        self.go_wrong("talks")
        self.settle()
        self.go_well("talks")
        self.wait_for("talks.service", 4)
        self.settle()
        page, mail, page_again, _ = self.notices("talks.service")
        self.assertEqual(self.paged("talks.service"), ["failed", "ok"])
        self.assertEqual((page.words, page_again.environment["SA_WAS"]), ([], "failed"))
        self.assertEqual((mail.by, mail.words, mail.environment), ("sendmail", ["-t", "-oi"], {}))
        header, body = mail.text.split("\n\n", 1)
        self.assertEqual(header.splitlines()[:2],
                         ["To: dev@example.org", "Subject: [testhost] talks.service has failed"])
        self.assertEqual(body, page.text)

    def test_the_message_is_of_the_run_that_failed(self):
        self.go_wrong("talks")
        self.wait_for("talks.service", 2)
        page = self.notices("talks.service", "page")[0]
        run = truth.of(self.host, "talks")[0]
        said = page.environment
        self.assertEqual({key: said[key] for key in
                          ("SA_UNIT", "SA_JOB", "SA_TEAM", "SA_HOST", "SA_WAS", "SA_REASON")},
                         {"SA_UNIT": "talks.service", "SA_JOB": "talker", "SA_TEAM": "web",
                          "SA_HOST": "testhost", "SA_WAS": "ok", "SA_REASON": "exit 1"})
        self.assertEqual(said["SA_INVOCATION"], run.invocation)
        self.assertIn("The end of its output:\n\n    first\n    red \\x1b[31m\n\n", page.text)
        self.assertIn(f"\n    sa log talks.service {run.invocation}\n", page.text)
        shown = self.host.sa("log", "talks.service", run.invocation, "--no-pager").stdout
        self.assertIn("first", shown)
        user = int(self.host.output("id", "-u", "scriptactivity-notify"))
        self.assertEqual(page.user, user)
        self.assertTrue(page.privileges, "sendmail could not hand over a mail")

    def test_a_unit_that_says_nothing_has_the_targets_of_the_host(self):
        self.go_wrong("default")
        mail = self.wait_for("default.service", 1)[0]
        self.assertIn("To: ops@example.org\n", mail.text)

    def test_nobody_is_told_of_a_unit_that_wants_it_so(self):
        self.go_wrong("nobody")
        self.settle()
        self.assertEqual(self.notices("nobody.service"), [])
        started = self.host.journal("UNIT=sa-notify@nobody.service.service")
        self.assertEqual(started, [])

    def test_a_word_that_is_no_target_is_said_and_the_others_are_told(self):
        self.go_wrong("wrong")
        self.wait_for("wrong.service", 1)
        self.settle()
        self.assertEqual(self.paged("wrong.service"), ["failed"])
        said = self.host.output("journalctl", "--quiet", "-u", "sa-notify@wrong.service.service")
        self.assertIn("got 'mail:|sh', ignoring", said)

    def test_a_hostile_name_is_told_as_it_is(self):
        self.start(HOSTILE)
        page = self.wait_for(f"{HOSTILE}.service", 1)[0]
        self.assertIn(f"\n    sa explain '{HOSTILE}.service'\n", page.text)

    # ---- when

    def test_alert_after_counts_first(self):
        self.go_wrong("twice")
        self.settle()
        self.assertEqual(self.paged("twice.service"), [])
        self.go_wrong("twice")
        self.wait_for("twice.service", 1)
        self.assertEqual(self.paged("twice.service"), ["failed"])

    def test_one_notice_after_the_last_automatic_restart(self):
        self.start("respawns")
        self.wait_for("respawns.service", 1)
        self.settle()
        runs = truth.of(self.host, "respawns")
        self.assertEqual(len(runs), 4)
        told = self.notices("respawns.service")
        self.assertEqual(len(told), 1, [one.environment for one in told])
        self.assertEqual({key: told[0].environment[key] for key in ("SA_HEALTH", "SA_INVOCATION")},
                         {"SA_HEALTH": "broken", "SA_INVOCATION": runs[-1].invocation})

    def test_nothing_is_told_where_an_automatic_restart_succeeds(self):
        self.start("recovers")
        wait_until(lambda: len(truth.of(self.host, "recovers")) >= 3, 30, "three attempts")
        self.wait_for_health("recovers.service", "ok")
        self.settle()
        self.assertEqual(self.notices("recovers.service"), [])

    def test_what_only_time_makes_overdue_is_told(self):
        self.host.wait_for_runs("due.service")
        self.host.run("systemctl", "stop", "due.timer")
        told = self.wait_for("due.service", 1)[0]
        self.assertEqual(told.environment["SA_HEALTH"], "overdue")
        self.assertIn("no run began, due", told.environment["SA_REASON"])
        self.host.run("systemctl", "start", "due.timer")
        self.wait_for("due.service", 2)
        self.host.run("systemctl", "stop", "due.timer")
        self.host.sa("retire", "due.service")
        self.assertEqual(self.paged("due.service")[:2], ["overdue", "ok"])

    def test_a_storm_gives_one_notice_a_unit(self):
        self.host.run("systemctl", "start", "--no-block", *[f"{name}.service" for name in STORM])
        for name in STORM:
            self.wait_for(f"{name}.service", 1, 120)
        self.settle()
        self.assertEqual({name: self.paged(f"{name}.service") for name in STORM},
                         {name: ["failed"] for name in STORM})

    def test_nothing_is_told_of_what_is_paused_or_retired(self):
        self.go_wrong("held")
        self.wait_for("held.service", 1)
        self.host.sa("pause", "held.service")
        self.wait_for_health("held.service", "paused")
        self.go_wrong("held")
        self.settle()
        self.host.sa("resume", "held.service")
        self.wait_for_health("held.service", "failed")
        self.settle()
        self.assertEqual(self.paged("held.service"), ["failed"])
        self.go_wrong("held")
        self.wait_for("held.service", 2)
        self.host.sa("retire", "gone.service")
        self.wait_for_health("gone.service", "retired")
        self.settle()
        self.assertEqual(self.paged("gone.service"), [])

    # ---- when something goes wrong

    def test_a_watcher_that_is_killed_tells_exactly_once(self):
        self.go_wrong("killed")
        self.host.run("systemctl", "kill", "--signal=KILL", "sa-watcher.service")
        self.wait_for("killed.service", 1, 60)
        self.host.run("systemctl", "kill", "--signal=KILL", "sa-watcher.service")
        wait_until(lambda: self.host.run("systemctl", "is-active", "sa-watcher.service",
                                         check=False).returncode == 0, 30, "the watcher")
        self.settle()
        self.assertEqual(self.paged("killed.service"), ["failed"])

    def test_a_target_that_fails_keeps_no_other_from_being_told(self):
        self.behave("other", "fail")
        self.go_wrong("two-ways")
        self.wait_for("two-ways.service", 1, by="page")
        self.wait_for_warning("cannot notify of 'two-ways.service'")
        said = self.host.output("journalctl", "--quiet", "-u", "sa-notify@two*")
        self.assertIn("cannot tell other: two-ways.service failed: ", said)
        self.behave("other", "")
        # A watcher that starts anew does not wait until the next attempt is due.
        self.host.run("systemctl", "restart", "sa-watcher.service")
        self.wait_for("two-ways.service", 2, by="other")
        self.settle()
        self.assertEqual([one.what for one in self.notices("two-ways.service", "other")],
                         ["fail", ""])
        self.assertEqual(self.paged("two-ways.service"), ["failed"])

    def test_a_target_that_hangs_is_ended(self):
        self.behave("other", "hang")
        self.go_wrong("hangs")
        self.wait_for("hangs.service", 1, by="page")
        self.wait_for_warning("cannot notify of 'hangs.service'")
        said = self.host.output("journalctl", "--quiet", "-u", "sa-notify@hangs*")
        self.assertIn("not done within 2s, killed", said)
        self.behave("other", "")

    def wait_for_warning(self, text):
        wait_until(lambda: text in self.host.output("journalctl", "--quiet", "-u", "sa-watcher"),
                   30, text)

    # ---- a fatal failure

    def test_a_fatal_failure_pauses_its_timer_once(self):
        self.start("fatal")
        self.wait_for_health("fatal.service", "paused")
        self.wait_for("fatal.service", 1)
        paused = self.host.status("fatal.service")["paused"]
        self.assertEqual((paused["by"], paused["reason"]),
                         ("scriptactivity", "failed fatally: exit 75"))
        self.host.sa("resume", "fatal.service")
        self.wait_for_health("fatal.service", "failed")
        self.host.run("systemctl", "restart", "sa-watcher.service")
        self.settle()
        self.assertEqual(self.host.status("fatal.service")["health"], "failed")
        self.assertEqual(self.paged("fatal.service"), ["failed"])
        self.start("fatal")
        self.wait_for_health("fatal.service", "paused")

    # ---- who may

    def test_nobody_else_may_notify(self):
        done = self.host.run("runuser", "-u", "nobody", "--", "busctl", "call",
                             "org.scriptactivity.Control1", "/org/scriptactivity/Control1",
                             "org.scriptactivity.Control1", "Notify", "sa{ss}", "talks.service",
                             "1", "health", "failed", check=False)
        self.assertIn("nobody may not notify", done.stderr)
        self.assertNotEqual(done.returncode, 0)


if __name__ == "__main__":
    notify_host.host_case.main()
