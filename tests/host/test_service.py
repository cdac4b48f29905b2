#!/usr/bin/python3
"""The shipped unit: no privilege, its own user, who may read what, how it starts and ends."""

import stat
import time

import host_case
from host import wait_until

STATUS = "/run/scriptactivity/status"
STORE = "/var/lib/scriptactivity"
HEARTBEAT_SECONDS = 30


class Service(host_case.HostCase):
    @classmethod
    def prepare(cls, host):
        host.job("some", "true")

    @classmethod
    def begin(cls, host):
        host.fire("some")
        host.wait_for_runs("some.service")

    def mode(self, path):
        mode, owner = self.host.output("stat", "--format=%f %U:%G", path).split()
        return stat.filemode(int(mode, 16)), owner

    def as_user(self, groups, *command):
        extra = [f"--property=SupplementaryGroups={groups}"] if groups else []
        return self.host.run("systemd-run", "--quiet", "--wait", "--pipe", "--uid=nobody", *extra,
                             *command, check=False)

    def test_exposure_is_at_most_half_a_point(self):
        done = self.host.run("systemd-analyze", "security", "--no-pager", "--threshold=5",
                             "sa-watcher.service", check=False)
        self.assertEqual(done.returncode, 0, done.stdout[-300:])

    def test_it_runs_as_its_own_user_without_any_capability(self):
        pid = self.host.properties("sa-watcher.service", "MainPID")["MainPID"]
        status = dict(line.split(":\t", 1) for line in
                      self.host.output("cat", f"/proc/{pid}/status").splitlines() if ":\t" in line)
        self.assertEqual((int(status["CapEff"], 16), int(status["CapBnd"], 16)), (0, 0))
        self.assertEqual(status["NoNewPrivs"].strip(), "1")
        owner = self.host.output("stat", "--format=%U", f"/proc/{pid}").strip()
        self.assertEqual(owner, "scriptactivity")

    def test_the_store_is_read_by_the_group_and_written_by_the_watcher(self):
        own = "scriptactivity:scriptactivity"
        self.assertEqual(self.mode(STORE), ("drwxr-x---", own))
        self.assertEqual(self.mode(f"{STORE}/data.mdb"), ("-rw-r-----", own))
        self.assertEqual(self.mode(f"{STORE}/lock.mdb"), ("-rw-rw----", own))

    def test_the_status_is_read_by_all(self):
        self.assertEqual(self.mode(STATUS)[0], "-rw-r--r--")
        done = self.as_user("", "sa", "status", "--json")
        self.assertIn("some.service", done.stdout, done.stderr)

    def test_somebody_in_the_group_reads_the_history(self):
        done = self.as_user("scriptactivity", "sa", "history", "some.service", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("some.service", done.stdout)

    def test_somebody_else_is_told_which_group(self):
        done = self.as_user("", "sa", "history")
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertIn("group", done.stderr)

    def test_somebody_else_is_told_that_the_watcher_does_not_run(self):
        self.host.stop_watcher()
        done = self.as_user("", "sa", "status")
        self.host.start_watcher()
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertEqual(done.stderr, f"sa: no status file '{STATUS}': the watcher does not run; "
                         "'systemctl status sa-watcher' tells more, 'sudo systemctl start "
                         "sa-watcher' starts it\n")

    def test_it_tells_systemd_what_it_does(self):
        said = self.host.properties("sa-watcher.service", "StatusText", "WatchdogUSec")
        self.assertTrue(said["StatusText"])
        self.assertEqual(said["WatchdogUSec"], "1min")

    def test_it_ends_cleanly_and_starts_again(self):
        before = self.host.history("some.service")
        self.host.stop_watcher()
        ended = self.host.properties("sa-watcher.service", "Result", "ExecMainStatus")
        self.assertEqual(ended, {"Result": "success", "ExecMainStatus": "0"})
        self.assertEqual(self.host.history("some.service"), before)
        self.host.start_watcher()
        self.assertEqual(self.host.history("some.service"), before)

    def test_a_second_watcher_is_refused(self):
        done = self.host.run("runuser", "-u", "scriptactivity", "--", "sa-watcher", check=False,
                             timeout=20)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)

    def test_an_idle_host_has_a_heartbeat_and_writes_nothing_to_its_disk(self):
        def modified(path):
            return int(self.host.output("stat", "--format=%Y", path))

        wait_until(lambda: time.time() - modified(f"{STORE}/data.mdb") > 2, 30, "the host to idle")
        store, status = modified(f"{STORE}/data.mdb"), modified(STATUS)
        wait_until(lambda: modified(STATUS) > status, HEARTBEAT_SECONDS + 5, "a heartbeat")
        self.assertEqual(modified(f"{STORE}/data.mdb"), store)


if __name__ == "__main__":
    host_case.main()
