#!/usr/bin/python3
"""The journal forgets; the record does not. And what the journal knew before the watcher first came
is taken in."""

import shutil

import host_case
import truth
from host import wait_until
from host_case import by_timer


class JournalForgets(host_case.HostCase):
    @classmethod
    def prepare(cls, host):
        for name in ("vacuumed", "deleted"):
            host.job(name, "exit 3")
            host.job(f"after-{name}", "true")

    def forget(self, name, how):
        self.host.fire(name)
        kept = self.only_run(f"{name}.service")
        self.host.run("journalctl", "--rotate")
        how()
        self.assertEqual(self.host.journal(f"UNIT={name}.service"), [])
        self.assertEqual(self.host.history(f"{name}.service"), [kept])
        self.host.fire(f"after-{name}")
        run = self.only_run(f"after-{name}.service")
        self.assert_record(run, state="succeeded", result="success", exit_status=0,
                           trigger=by_timer(f"after-{name}.timer"))
        self.assert_true_to_all(run, f"after-{name}")
        self.host.run("systemctl", "restart", "sa-watcher.service")
        self.assertEqual(self.host.history(f"{name}.service"), [kept])
        self.assertEqual(self.host.history(f"after-{name}.service"), [run])

    def test_vacuumed(self):
        self.forget("vacuumed", lambda: self.host.run("journalctl", "--vacuum-files=1"))

    def test_deleted(self):
        def delete():
            self.host.run("systemctl", "stop", "systemd-journald.socket",
                          "systemd-journald-dev-log.socket", "systemd-journald.service")
            for directory in (self.host.root / "var/log/journal").iterdir():
                shutil.rmtree(directory)
            self.host.run("systemctl", "start", "systemd-journald.service")

        self.forget("deleted", delete)


class FirstStart(host_case.HostCase):
    @classmethod
    def setUpClass(cls):
        cls.host = cls.enterClassContext(host_case.WatchedHost())
        cls.host.install()
        for name, shell in (("early", "true"), ("early-failing", "exit 3")):
            cls.host.job(name, shell)
        cls.host.job("early-going", "until [ -e /var/truth/go ]; do sleep 0.05; done; exit 2")
        cls.host.boot()
        cls.host.fire("early", "early-failing", "early-going")
        wait_until(lambda: len([t for t in truth.read(cls.host) if t.ended]) == 2, 20, "two runs")
        cls.host.start_watcher()

    def taken_in(self, name):
        run = self.only_run(f"{name}.service")
        self.assertIn((run["trigger"]["type"], run["trigger"]["inferred"]),
                      (("timer", True), ("timer", False), ("unknown", False)))
        self.assert_like_truth(run, name)
        self.assert_like_journal(run)
        return run

    def test_a_success_before_the_first_start(self):
        run = self.taken_in("early")
        self.assertEqual((run["state"], run["result"]), ("succeeded", "success"))

    def test_a_failure_before_the_first_start(self):
        run = self.taken_in("early-failing")
        self.assertEqual((run["state"], run["result"], run["exit_status"]),
                         ("failed", "exit-code", 3))

    def test_a_run_that_goes_when_the_watcher_starts(self):
        run = self.host.wait_for_state("early-going.service", "running")
        self.host.write("/var/truth/go", "")
        ended = self.taken_in("early-going")
        self.assertEqual((ended["state"], ended["result"], ended["exit_status"]),
                         ("failed", "exit-code", 2))
        self.assertEqual(ended["invocation"], run["invocation"])
        self.assert_like_systemd(ended)


if __name__ == "__main__":
    host_case.main()
