#!/usr/bin/python3
"""Pauses over a reboot, and who may what on a host without polkit."""

import time

import control_host
import truth
from host import wait_until

# Due every second: whoever lets one run slip through is told by the job itself.
SECONDLY = "OnCalendar=*-*-* *:*:*"
NO_POLKIT = "only root may, because polkit does not answer ("


class ControlBoots(control_host.ControlCase):
    @classmethod
    def prepare(cls, host):
        super().prepare(host)
        for name in ("enabled", "by-hand", "not-active", "with-end"):
            host.job(name, "true", timer=SECONDLY)
            host.unit(f"{name}.timer.d/install.conf", "[Install]\nWantedBy=test.target\n")
        host.unit("enabled.service.d/team.conf", control_host.SECTION.format(team="web"))
        # As on a host where it is not installed.
        (host.root / "usr/share/dbus-1/system-services/org.freedesktop.PolicyKit1.service").unlink()

    @classmethod
    def begin(cls, host):
        super().begin(host)
        host.run("systemctl", "enable", "enabled.timer", "with-end.timer", "not-active.timer")
        host.fire("enabled", "by-hand", "with-end")

    def test_1_without_polkit_only_root_may(self):
        for user in ("alice", "mallory"):
            answer = self.pause(user, "enabled.timer")
            self.assertTrue(answer.startswith(
                f"NotAuthorized: {user} may not pause 'enabled.timer': {NO_POLKIT}"), answer)
            self.assertIsNone(self.pause_file("enabled.timer"))
        self.assertEqual(self.pause("root", "enabled.timer"), "true false")
        self.assertEqual(self.resume("root", "enabled.timer"), "true")

    def test_2_no_run_slips_through_a_reboot(self):
        for name in ("enabled", "with-end"):
            wait_until(lambda: truth.of(self.host, name), what=f"a run of {name}")
        for name, was_active in (("enabled", "true"), ("by-hand", "true"), ("not-active", "false"),
                                 ("with-end", "true")):
            until = int((time.time() + 2) * 1e6) if name == "with-end" else 0
            self.assertEqual(self.pause("root", f"{name}.timer", until), f"{was_active} false")
        before = {name: len(truth.of(self.host, name)) for name in ("enabled", "with-end")}
        self.host.reboot()
        for name, count in before.items():
            self.assertEqual(self.active(f"{name}.timer"), "inactive")
            self.assertEqual(len(truth.of(self.host, name)), count, name)

    def test_3_a_pause_that_is_over_is_ended_by_the_watcher(self):
        self.host.start_watcher()
        wait_until(lambda: self.active("with-end.timer") == "active", 30, "the end of the pause")
        self.assertIsNone(self.pause_file("with-end.timer"))
        resumed = [entry for entry in self.control_entries() if entry["SA_VERB"] == "resume"][-1]
        self.assertIn(resumed["SA_BY"], ("scriptactivity", "root"))
        self.assertIsNotNone(self.pause_file("by-hand.timer"))

    def test_4_a_resume_after_it_starts_what_the_boot_would_have_started(self):
        self.assertEqual(self.resume("root", "enabled.timer"), "true")
        self.assertEqual(self.resume("root", "not-active.timer"), "true")
        self.assertEqual(self.resume("root", "by-hand.timer"), "false")
        for name, state in (("enabled", "active"), ("not-active", "active"),
                            ("by-hand", "inactive")):
            self.assertEqual(self.active(f"{name}.timer"), state, name)
            state = self.host.properties(f"{name}.timer", "UnitFileState")["UnitFileState"]
            self.assertEqual(state, "disabled" if name == "by-hand" else "enabled")


if __name__ == "__main__":
    control_host.host_case.main()
