#!/usr/bin/python3
"""`sa log` shows the output of exactly one run, also of one so short that journald no longer knew
its invocation."""

import host_case

RUNS = 40
TWO_LINES = 'ExecStart=/bin/sh -c "echo first $$INVOCATION_ID; echo second $$INVOCATION_ID"'


class Output(host_case.HostCase):
    @classmethod
    def prepare(cls, host):
        host.unit("talk.service", "[Unit]\nStartLimitIntervalSec=0\n"
                                  f"[Service]\nType=oneshot\n{TWO_LINES}\n")
        host.timer("talk.timer", "OnActiveSec=1d")
        host.unit("-dash.service", "[Service]\nType=oneshot\nExecStart=/bin/echo dashing\n")
        host.timer("-dash.timer", "OnActiveSec=0")

    @classmethod
    def begin(cls, host):
        host.run("systemctl", "start", "talk.timer")

    def test_of_each_run_is_its_own(self):
        for _ in range(RUNS):
            self.host.run("systemctl", "start", "talk.service")
        for run in self.host.wait_for_runs("talk.service", RUNS):
            invocation = run["invocation"]
            shown = self.host.sa("log", "talk", invocation, "--output=cat").stdout
            self.assertEqual(shown, f"first {invocation}\nsecond {invocation}\n")

    def test_of_a_unit_that_begins_with_a_dash(self):
        self.host.run("systemctl", "start", "--", "-dash.timer")
        self.host.wait_for_runs("?dash.service")
        shown = self.host.sa("log", "--output=cat", "--", "-dash.service").stdout
        self.assertEqual(shown, "dashing\n")


if __name__ == "__main__":
    host_case.main()
