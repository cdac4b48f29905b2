#!/usr/bin/python3
"""What comes between: somebody stops a run, the watcher is away, systemd or the bus starts anew,
the host goes down. Nothing is lost, nothing is told twice."""

import host_case
import truth
from host import wait_until
from host_case import by_timer

LONG = "sleep 1000"


class Interruptions(host_case.HostCase):
    @classmethod
    def prepare(cls, host):
        for name in ("stopped", "stopped-simple", "restarted", "reloaded"):
            kind = "simple" if name == "stopped-simple" else "oneshot"
            host.job(name, LONG, kind=kind)
        for name in ("over-reload", "over-reexec", "over-bus", "over-watcher"):
            host.job(name, f"until [ -e /var/truth/{name}.go ]; do sleep 0.05; done; exit 8")
        for name in ("while-away", "resynced"):
            host.job(name, "exit 5")

    def begin_long(self, name):
        """Fires the job; its record once it runs."""
        self.host.fire(name)
        run = self.host.wait_for_state(f"{name}.service", "running")
        self.assertEqual((run["ended"], run["result"], run["trigger"]["unit"]),
                         (None, None, f"{name}.timer"))
        return run

    def let_end(self, name):
        self.host.write(f"/var/truth/{name}.go", "")
        return self.only_run(f"{name}.service")

    def assert_interrupted(self, run, name):
        self.assertEqual(run["state"], "interrupted", run)
        self.assertEqual(run["trigger"]["type"], "timer")
        self.assert_like_truth(run, name)

    def test_a_run_is_visible_with_its_pid_while_it_goes_and_stop_interrupts_it(self):
        self.begin_long("stopped")
        pid = int(self.host.properties("stopped.service", "MainPID")["MainPID"])
        wait_until(lambda: self.host.history("stopped.service")[0]["pid"] == pid, 5, "its pid")
        self.host.run("systemctl", "stop", "stopped.service")
        run = self.only_run("stopped.service")
        self.assert_interrupted(run, "stopped")
        self.assert_like_systemd(run)

    def test_stop_of_a_simple_service_interrupts_it(self):
        self.begin_long("stopped-simple")
        self.host.run("systemctl", "stop", "stopped-simple.service")
        run = self.only_run("stopped-simple.service")
        self.assert_interrupted(run, "stopped-simple")
        self.assert_like_systemd(run)

    def test_restart_interrupts_one_run_and_begins_another(self):
        first = self.begin_long("restarted")
        self.host.run("systemctl", "restart", "--no-block", "restarted.service")
        runs = wait_until(lambda: self.two_runs("restarted.service"), 20, "the second run")
        self.assertEqual([run["state"] for run in runs], ["interrupted", "running"])
        self.assertEqual(runs[0]["invocation"], first["invocation"])
        self.assertEqual((runs[1]["trigger"]["type"], runs[1]["attempt"]), ("manual", 1))
        self.host.run("systemctl", "stop", "restarted.service")

    def two_runs(self, unit):
        runs = self.host.history(unit)
        return runs if len(runs) >= 2 else None

    def assert_survives(self, name, disturb):
        before = self.begin_long(name)
        disturb()
        run = self.let_end(name)
        self.assertEqual(run["invocation"], before["invocation"])
        self.assert_record(run, state="failed", result="exit-code", exit_status=8,
                           trigger=by_timer(f"{name}.timer"))
        self.assert_true_to_all(run, name)

    def test_daemon_reload_in_the_middle_of_a_run(self):
        self.assert_survives("over-reload", self.host.reload)

    def test_daemon_reexec_in_the_middle_of_a_run(self):
        self.assert_survives("over-reexec", lambda: self.host.run("systemctl", "daemon-reexec"))

    def test_restart_of_the_bus_in_the_middle_of_a_run(self):
        self.assert_survives("over-bus",
                             lambda: self.host.run("systemctl", "restart", "dbus.service"))

    def test_restart_of_the_watcher_in_the_middle_of_a_run(self):
        def restart():
            self.host.run("systemctl", "restart", "sa-watcher.service")

        self.assert_survives("over-watcher", restart)

    def test_a_run_that_ended_while_the_watcher_was_down_is_taken_from_the_journal(self):
        self.host.stop_watcher()
        self.host.fire("while-away")
        wait_until(lambda: self.host.stamp("while-away.service", "InactiveEnterTimestamp"), 20,
                   "while-away to end")
        self.host.start_watcher()
        run = self.only_run("while-away.service")
        self.assertEqual((run["state"], run["result"], run["exit_status"]),
                         ("failed", "exit-code", 5))
        self.assertIn(run["trigger"]["type"], ("timer", "unknown"))
        self.assert_like_truth(run, "while-away")
        self.assert_like_journal(run)

    def test_hang_up_reads_all_again_and_doubles_nothing(self):
        self.host.fire("resynced")
        before = self.only_run("resynced.service")
        self.host.run("systemctl", "reload", "sa-watcher.service")
        self.begin_long("reloaded")  # heard after the resync
        self.assertEqual(self.host.history("resynced.service"), [before])
        self.host.run("systemctl", "stop", "reloaded.service")


if __name__ == "__main__":
    host_case.main()
