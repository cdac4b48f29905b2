#!/usr/bin/python3
"""However a run ends, the record says so in systemd's words."""

import host_case
from host_case import by_timer

FAILING = "/bin/sh -c 'exit %d'"
DUMP = "LimitCORE=infinity\nWorkingDirectory=/var/truth"

# name: (shell, more lines of [Service], Type=)
JOBS = {
    "exit0": ("sleep 0.3", "", "oneshot"),
    "exit3": ("exit 3", "", "oneshot"),
    "success7": ("exit 7", "SuccessExitStatus=7", "oneshot"),
    "pre-fails": ("true", "ExecStartPre=" + FAILING % 4, "oneshot"),
    "post-fails": ("true", "ExecStopPost=" + FAILING % 5, "oneshot"),
    "segv": ("kill -SEGV $$", "LimitCORE=0", "oneshot"),
    "dumps-core": ("kill -SEGV $$", DUMP, "oneshot"),
    "hangs": ("sleep 1000", "TimeoutStartSec=1s", "oneshot"),
    "long-simple": ("sleep 2", "", "simple"),
    "long-exec": ("sleep 2; exit 9", "", "exec"),
    "notifies": ("systemd-notify --ready; sleep 1", "NotifyAccess=all", "notify"),
    "remains": ("sleep 0.3", "RemainAfterExit=yes", "oneshot"),
    "dynamic": ("true", "DynamicUser=yes\nReadWritePaths=/var/truth", "oneshot"),
    "handler": ("trap 'exit 6' TERM; sleep 1000", "RuntimeMaxSec=1s", "simple"),
}


class Endings(host_case.HostCase):
    @classmethod
    def prepare(cls, host):
        for name, (shell, service, kind) in JOBS.items():
            host.job(name, shell, service=service, kind=kind)
        host.job("afterwards", "true")
        host.unit("missing.service", "[Service]\nType=oneshot\nExecStart=/nowhere/program\n")
        host.timer("missing.timer", "OnActiveSec=0")

    @classmethod
    def begin(cls, host):
        host.fire(*JOBS, "missing")

    def ended(self, name, **expected):
        run = self.only_run(f"{name}.service")
        self.assert_record(run, trigger=by_timer(f"{name}.timer"), **expected)
        return run

    def test_exit_0_succeeded(self):
        run = self.ended("exit0", state="succeeded", result="success", exit_status=0)
        self.assert_true_to_all(run, "exit0")
        self.assertGreaterEqual(run["duration"], 0.3)

    def test_exit_3_failed(self):
        run = self.ended("exit3", state="failed", result="exit-code", exit_status=3)
        self.assert_true_to_all(run, "exit3")

    def test_a_status_that_the_unit_calls_success_succeeded(self):
        run = self.ended("success7", state="succeeded", result="success", exit_status=7)
        self.assert_true_to_all(run, "success7")

    def test_failing_start_pre_is_named(self):
        run = self.ended("pre-fails", state="failed", result="exit-code", exit_status=4)
        self.assertIn("ExecStartPre", run["reason"])
        self.assert_like_systemd(run)
        self.assert_like_journal(run)

    def test_failing_stop_post_is_named(self):
        run = self.ended("post-fails", state="failed", result="exit-code", exit_status=5)
        self.assertIn("ExecStopPost", run["reason"])
        self.assert_true_to_all(run, "post-fails")

    def test_segv_without_core_dump(self):
        run = self.ended("segv", state="failed", result="signal", exit_signal="SEGV")
        self.assert_true_to_all(run, "segv")

    def test_segv_with_core_dump(self):
        run = self.ended("dumps-core", state="failed", result="core-dump", exit_signal="SEGV")
        self.assert_true_to_all(run, "dumps-core")

    def test_hanging_oneshot_times_out(self):
        run = self.ended("hangs", state="failed", result="timeout", exit_signal="TERM")
        self.assert_true_to_all(run, "hangs")

    def test_missing_program_is_203(self):
        run = self.ended("missing", state="failed", result="exit-code", exit_status=203)
        self.assert_like_systemd(run)
        self.assert_like_journal(run)

    def test_long_simple_lasts_until_its_process_ends(self):
        run = self.ended("long-simple", state="succeeded", result="success", exit_status=0)
        self.assert_true_to_all(run, "long-simple")
        self.assertGreaterEqual(run["duration"], 2)

    def test_long_exec_lasts_until_its_process_ends(self):
        run = self.ended("long-exec", state="failed", result="exit-code", exit_status=9)
        self.assert_true_to_all(run, "long-exec")
        self.assertGreaterEqual(run["duration"], 2)

    def test_notify_lasts_until_its_process_ends(self):
        run = self.ended("notifies", state="succeeded", result="success", exit_status=0)
        self.assert_true_to_all(run, "notifies")
        self.assertGreaterEqual(run["duration"], 1)

    def test_runtime_limit_with_a_handler_keeps_the_handlers_status(self):
        run = self.ended("handler", state="failed", result="timeout", exit_status=6)
        self.assert_true_to_all(run, "handler")

    def test_dynamic_user(self):
        run = self.ended("dynamic", state="succeeded", result="success", exit_status=0)
        self.assert_true_to_all(run, "dynamic")

    def test_remain_after_exit_ended_with_its_process_and_a_stop_changes_nothing(self):
        run = self.ended("remains", state="succeeded", result="success", exit_status=0)
        self.assert_like_truth(run, "remains")
        self.assertEqual(run["ended"], self.host.stamp("remains.service", "ActiveEnterTimestamp"))
        self.host.run("systemctl", "stop", "remains.service")
        self.host.fire("afterwards")
        self.only_run("afterwards.service")
        self.assertEqual(self.host.history("remains.service"), [run])


if __name__ == "__main__":
    host_case.main()
