#!/usr/bin/python3
"""What cannot work ends with one clear line and the exit code of the interface; what is there is
neither overwritten nor lost."""

import host_case
import truth
from host import wait_until
from host_case import by_timer

STORE = "/var/lib/scriptactivity"
STATUS = "/run/scriptactivity/status"
USAGE, NO_LOOK = 2, 3


class BadInput(host_case.HostCase):
    @classmethod
    def prepare(cls, host):
        host.job("some", "exit 3")

    @classmethod
    def begin(cls, host):
        host.fire("some")
        host.wait_for_runs("some.service")
        host.run("mkdir", "-p", "/var/elsewhere")

    def assert_ends(self, code, pattern, *command):
        """The program ends by itself with this code, nothing on stdout, and one line that says
        why."""
        done = self.host.run("timeout", "20", *command, check=False)
        self.assertEqual((done.returncode, done.stdout), (code, ""), done)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertRegex(done.stderr, pattern)

    def watcher(self, *arguments):
        return ("sa-watcher", "--status", "/var/elsewhere/status", *arguments)

    def copy_of_the_store(self, name):
        path = f"/var/elsewhere/{name}"
        self.host.run("cp", "-r", STORE, path)
        return path

    def assert_no_program_opens(self, store, pattern):
        """Readers and the writer refuse it, and leave it as it was."""
        before = self.host.output("sha256sum", f"{store}/data.mdb")
        for verb in ("history", "show some.service", "log some.service"):
            self.assert_ends(NO_LOOK, pattern, "sa", *verb.split(), "--store", store)
        self.assert_ends(NO_LOOK, pattern, *self.watcher("--store", store))
        self.assertEqual(self.host.output("sha256sum", f"{store}/data.mdb"), before)

    def test_no_bus(self):
        self.assert_ends(NO_LOOK, r"/nowhere/bus",
                         *self.watcher("--store", "/var/elsewhere/a", "--bus",
                                       "unix:path=/nowhere/bus"))

    def test_a_store_that_cannot_be_made(self):
        self.assert_ends(NO_LOOK, r"/nowhere/deep/store",
                         *self.watcher("--store", "/nowhere/deep/store"))

    def test_a_store_that_is_a_file(self):
        self.host.write("/var/elsewhere/file", "not a directory\n")
        self.assert_ends(NO_LOOK, r"/var/elsewhere/file",
                         *self.watcher("--store", "/var/elsewhere/file"))
        self.assertEqual(self.host.read("/var/elsewhere/file"), "not a directory\n")

    def test_a_store_that_is_not_there(self):
        for verb in ("history", "show some.service", "log some.service"):
            self.assert_ends(NO_LOOK, r"/nowhere/store", "sa", *verb.split(), "--store",
                             "/nowhere/store")

    def test_no_permission_to_make_a_store(self):
        self.assert_ends(NO_LOOK, r"/root/store", "runuser", "-u", "nobody", "--",
                         *self.watcher("--store", "/root/store"))

    def test_no_permission_to_read_the_store(self):
        self.assert_ends(NO_LOOK, r"group", "runuser", "-u", "nobody", "--", "sa", "history")

    def test_a_store_of_something_else(self):
        store = "/var/elsewhere/text"
        self.host.write(f"{store}/data.mdb", "Dear diary, today nothing ran.\n" * 1000)
        self.assert_no_program_opens(store, r"'?/var/elsewhere/text")

    def test_a_store_cut_short(self):
        store = self.copy_of_the_store("cut")
        size = int(self.host.output("stat", "--format=%s", f"{store}/data.mdb"))
        self.host.run("truncate", f"--size={size // 2}", f"{store}/data.mdb")
        self.assert_no_program_opens(store, r"cut")

    def test_a_status_that_is_not_there(self):
        self.assert_ends(NO_LOOK, r"/nowhere", "sa", "status", "--status", "/nowhere/status",
                         "--store", "/nowhere/store")

    def test_a_status_of_something_else(self):
        self.host.write("/var/elsewhere/status-text", "all is well\n" * 100)
        self.assert_ends(NO_LOOK, r"status-text", "sa", "status", "--status",
                         "/var/elsewhere/status-text")

    def test_wrong_usage(self):
        for command in (("sa-watcher", "--no-such-option"), ("sa", "history", "--no-such-option"),
                        ("sa", "no-such-verb"), ("sa", "history", "-n", "many")):
            self.assert_ends(USAGE, r"no-such|many", *command)

    def test_somebody_that_is_not_known_is_said_and_is_not_success(self):
        done = self.host.sa("show", "never-heard-of", check=False)
        self.assertEqual((done.returncode, done.stdout), (1, ""), done)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertIn("never-heard-of", done.stderr)


class FullDisk(host_case.HostCase):
    """The store lies on a small file system of its own."""

    @classmethod
    def setUpClass(cls):
        cls.host = cls.enterClassContext(host_case.WatchedHost())
        cls.host.install()
        cls.host.job("before", "exit 3")
        cls.host.job("meanwhile", "exit 4")
        cls.host.job("after", "exit 5")
        cls.host.unit("var-lib-scriptactivity.mount",
                      f"[Mount]\nWhat=tmpfs\nWhere={STORE}\nType=tmpfs\n"
                      "Options=size=2M,mode=0750,uid=scriptactivity,gid=scriptactivity\n")
        cls.host.boot()
        cls.host.run("systemctl", "start", "var-lib-scriptactivity.mount")
        cls.host.start_watcher()

    def fill(self):
        self.host.run("dd", "if=/dev/zero", f"of={STORE}/filler", "bs=4k", check=False)

    def said(self):
        return self.host.output("journalctl", "--unit=sa-watcher", "--output=cat", "--quiet")

    def test_it_keeps_going_says_so_and_writes_what_it_owes_when_there_is_room(self):
        self.host.fire("before")
        before = self.only_run("before.service")
        self.fill()
        self.host.fire("meanwhile")
        wait_until(lambda: "space" in self.said() or "full" in self.said(), 30,
                   "the watcher to say that there is no room")
        lines = wait_until(lambda: [t for t in truth.of(self.host, "meanwhile") if t.ended], 20,
                           "the job to end")
        self.assertEqual(self.host.properties("sa-watcher.service", "ActiveState", "NRestarts"),
                         {"ActiveState": "active", "NRestarts": "0"})
        self.assertEqual(self.host.history("before.service"), [before])
        self.host.run("rm", f"{STORE}/filler")
        run = self.only_run("meanwhile.service")
        self.assert_record(run, state="failed", result="exit-code", exit_status=4,
                           trigger=by_timer("meanwhile.timer"))
        self.assert_like_truth(run, "meanwhile", lines[0])
        self.host.fire("after")
        self.assert_record(self.only_run("after.service"), state="failed", result="exit-code",
                           exit_status=5, trigger=by_timer("after.timer"))


if __name__ == "__main__":
    host_case.main()
