#!/usr/bin/python3
"""The host goes down in the middle of runs and comes back: they were interrupted."""

import host_case
import truth
from host_case import by_timer


class Reboots(host_case.HostCase):
    @classmethod
    def prepare(cls, host):
        for name in ("cut-off", "shut-down"):
            host.job(name, "sleep 1000")
        host.job("before", "exit 3")
        host.job("after", "true")

    @classmethod
    def begin(cls, host):
        host.run("systemctl", "add-wants", "test.target", "sa-watcher.service")

    def go_down_during(self, name, go_down):
        self.host.fire(name)
        before = self.host.wait_for_state(f"{name}.service", "running")
        go_down()
        run = self.only_run(f"{name}.service")
        self.assertEqual(run["state"], "interrupted", run)
        self.assertEqual((run["invocation"], run["boot"]), (before["invocation"], before["boot"]))
        self.assertEqual(run["trigger"], before["trigger"])
        return run

    def test_orderly_reboot_interrupts_and_keeps_what_was(self):
        self.host.fire("before")
        kept = self.only_run("before.service")
        run = self.go_down_during("shut-down", self.host.reboot)
        self.assert_like_truth(run, "shut-down")
        self.assertEqual(self.host.history("before.service"), [kept])
        boot = self.host.output("cat", "/proc/sys/kernel/random/boot_id").strip().replace("-", "")
        self.assertNotEqual(run["boot"], boot)
        self.host.fire("after")
        after = self.only_run("after.service")
        self.assert_record(after, state="succeeded", result="success", exit_status=0,
                           trigger=by_timer("after.timer"))
        self.assertEqual(after["boot"], boot)

    def test_power_cut_interrupts(self):
        def pull_the_plug():
            self.host.run("sync")
            self.host.power_off()
            self.host.boot()

        run = self.go_down_during("cut-off", pull_the_plug)
        lines = truth.of(self.host, "cut-off")
        self.assertEqual((len(lines), lines[0].invocation), (1, run["invocation"]))
        self.assertTrue(run["reason"], run)


if __name__ == "__main__":
    host_case.main()
