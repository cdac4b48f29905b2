#!/usr/bin/python3
"""sa doctor on a host of which something is really broken: doctor finds it, and where the printed
commands can be run as they are, running them mends it."""

import subprocess

import doctor_case
from doctor_case import WATCHER
from host import ENVIRONMENT, wait_until


class Doctor(doctor_case.DoctorCase):
    def test_a_host_on_which_all_is_well(self):
        self.said_by_watcher()
        told = self.tell()
        self.assertEqual([finding for finding in told
                          if finding["verdict"] != "ok" and finding["check"] != "clock"], [])
        clock = next(finding for finding in told if finding["check"] == "clock")
        synchronised = self.host.output("timedatectl", "show", "--value",
                                        "--property=NTPSynchronized").strip()
        self.assertEqual(clock["verdict"] == "ok", synchronised == "yes")
        text = self.host.run("sa", "doctor", check=False).stdout
        self.assertIn("\nok       watcher, bus, status, store, room, timers", "\n" + text)

    def test_b_watcher_that_is_stopped_disabled_or_masked(self):
        self.host.stop_watcher()
        self.find("status", "/run/scriptactivity/status")
        finding = self.find("watcher", WATCHER)
        self.assertEqual(finding["text"],
                         "the watcher does not run: no run is recorded and nothing is judged")
        self.assert_mended(finding)
        self.host.run("systemctl", "disable", "--now", WATCHER)
        finding = self.find("watcher", WATCHER)
        self.assertIn("disabled", finding["text"])
        self.assert_mended(finding)
        self.host.run("systemctl", "disable", WATCHER)
        self.assert_mended(self.find("watcher", WATCHER, "warning"))
        self.host.run("systemctl", "disable", "--now", WATCHER)
        self.host.run("systemctl", "mask", WATCHER)
        finding = self.find("watcher", WATCHER)
        self.assertIn("masked", finding["text"])
        self.assert_mended(finding)
        self.assertEqual(self.active(WATCHER), "active")
        self.assert_well("status")

    def test_c_watcher_that_fails_until_its_start_limit(self):
        drop_in = f"{WATCHER}.d/fails.conf"
        self.host.unit(drop_in, "[Service]\nExecStart=\nExecStart=/bin/false\nRestartSec=1ms\n")
        self.host.reload()
        self.host.run("systemctl", "restart", WATCHER, check=False)
        wait_until(lambda: self.active(WATCHER) == "failed", what="the watcher to have failed")
        wait_until(lambda: "so often" in self.find("watcher", WATCHER)["text"],
                   what="the start limit in the journal")
        finding = self.find("watcher", WATCHER)
        self.assertEqual(finding["evidence"], ["result exit-code, exit status 1"])
        (self.host.root / "etc/systemd/system" / drop_in).unlink()
        self.host.reload()
        self.assert_mended(finding)

    def test_d_status_file_elsewhere(self):
        drop_in = f"{WATCHER}.d/elsewhere.conf"
        self.host.unit(drop_in, "[Service]\nEnvironment=SA_STATUS=/run/scriptactivity/other\n")
        self.host.reload()
        self.host.run("systemctl", "restart", WATCHER)
        finding = self.find("status", "/run/scriptactivity/status")
        self.assertIn("the watcher writes '/run/scriptactivity/other'", finding["evidence"][0])
        command = finding["remedy"][0]["command"]
        wait_until(lambda: self.host.run("sh", "-c", command, check=False).returncode in (0, 1),
                   what=f"'{command}' to work")
        (self.host.root / "etc/systemd/system" / drop_in).unlink()
        self.host.reload()
        self.host.run("systemctl", "restart", WATCHER)
        self.assert_well("status")

    def test_e_stale_heartbeat(self):
        self.host.run("systemctl", "kill", "--signal=STOP", WATCHER)
        self.host.run("touch", "--date=-3min", "/run/scriptactivity/status")
        self.assert_mended(self.find("status", "/run/scriptactivity/status"))

    def test_o_journal_that_is_not_kept_or_not_whole(self):
        self.host.write("/etc/systemd/journald.conf.d/z.conf",
                        "[Journal]\nStorage=volatile\nRateLimitIntervalSec=1s\n"
                        "RateLimitBurst=2\n")
        self.host.run("systemctl", "restart", "systemd-journald.service")
        self.host.unit("busy@.service", "[Service]\nType=oneshot\nExecStart=/bin/true\n")
        self.host.reload()

        def left_out():
            names = [f"busy@{number}.service" for number in range(80)]
            self.host.run("systemctl", "start", *names)
            return len(self.findings("journal")) and [
                finding for finding in self.tell() if "left out" in finding["text"]]

        found = wait_until(left_out, 60, "entries that are left out", interval=1.1)
        self.assertRegex(found[0]["evidence"][0], r"^\d+ entries suppressed")
        kept = next(finding for finding in self.tell() if "outlive a reboot" in finding["text"])
        self.assertEqual(kept["evidence"], ["its Storage= is volatile"])
        self.run_commands(found[0])
        self.assert_mended(kept)

    def test_p_people_who_may_not_look(self):
        told = self.tell(user="mallory")
        unknown = {finding["check"]: finding for finding in told if finding["verdict"] == "unknown"}
        self.assertEqual(sorted(unknown), ["catch-up", "journal", "start-limits", "store"])
        store = unknown["store"]
        self.assertEqual(store["remedy"][0]["command"], "sudo adduser mallory scriptactivity")
        self.host.run("sh", "-c", store["remedy"][0]["command"].removeprefix("sudo "))
        self.host.run("sh", "-c", unknown["journal"]["remedy"][0]["command"].removeprefix("sudo "))
        old_session = ("setpriv", "--reuid=mallory", "--regid=mallory", "--clear-groups",
                       "scriptactivity", "doctor", "--json")
        text = self.host.run(*old_session, check=False).stdout
        self.assertIn("you may not read the store yet: log out and in again", text)
        self.assertEqual([finding for finding in self.tell(user="mallory")
                          if finding["verdict"] == "unknown"], [])

    def test_q_store_that_is_damaged(self):
        self.host.stop_watcher()
        self.host.run("truncate", "--size=-4096", "/var/lib/scriptactivity/data.mdb")
        finding = self.find("store", "/var/lib/scriptactivity")
        self.assertIn("cut short", finding["evidence"][0])
        self.run_commands(finding)
        self.assert_well("store")
        self.assert_well("watcher")
        self.host.run("test", "-e", "/var/lib/scriptactivity.damaged/data.mdb")

    def test_r_disk_that_is_nearly_full(self):
        self.host.run("mkdir", "/srv/small")
        self.host.run("mount", "-t", "tmpfs", "-o", "size=30m", "sa-small", "/srv/small")
        self.host.run("cp", "-r", "/var/lib/scriptactivity", "/srv/small/store")
        store = "/srv/small/store"
        finding = self.findings("room", f"--store={store}")[store]
        self.assertEqual(finding["verdict"], "warning")
        self.host.run("fallocate", "--length=20m", "/srv/small/filler")
        self.assertEqual(self.findings("room", f"--store={store}")[store]["verdict"], "problem")
        other = self.findings("store", f"--store={store}")[store]
        self.assertIn("the watcher writes '/var/lib/scriptactivity'", other["evidence"][0])
        self.host.run("umount", "/srv/small")

    def test_s_what_stands_in_the_way_of_a_pause(self):
        mine = "/etc/systemd/system/timer.d/50-scriptactivity.conf"
        self.host.write(mine, "[Unit]\n")
        self.assert_mended(self.find("pauses", mine))
        shipped = "/usr/lib/systemd/system/timer.d/50-scriptactivity.conf"
        text = self.host.read(shipped)
        (self.host.root / shipped.lstrip("/")).unlink()
        self.assertIn("missing", self.find("pauses", shipped)["evidence"][0])
        self.host.write(shipped, text)
        self.assert_well("pauses")

    def test_t_what_is_missing_on_the_bus(self):
        self.host.run("systemctl", "mask", "sa-control.service")
        self.assert_mended(self.find("control", "sa-control.service"))
        services = self.host.root / "usr/share/dbus-1/system-services"
        for check, name, subject, verdict in (
                ("control", "org.scriptactivity.Control1", "sa-control.service", "problem"),
                ("polkit", "org.freedesktop.PolicyKit1", None, "warning")):
            text = (services / f"{name}.service").read_text()
            (services / f"{name}.service").unlink()
            self.host.run("systemctl", "stop", "polkit.service", "sa-control.service")
            self.host.run("systemctl", "reload", "dbus.service")
            finding = self.find(check, subject, verdict)
            (services / f"{name}.service").write_text(text)
            if check == "control":
                self.assert_mended(finding)
            self.host.run("systemctl", "reload", "dbus.service")
            self.assert_well(check)

    def test_u_another_sa(self):
        self.host.write("/usr/sbin/sa", "#!/bin/sh\necho acct\n", mode=0o755)
        finding = self.find("name", "/usr/sbin/sa", "warning")
        self.assertEqual(self.host.output("sa"), "acct\n")
        done = self.host.run("sh", "-c", finding["remedy"][0]["command"])
        self.assertIn("sa: no units yet", done.stderr)
        (self.host.root / "usr/sbin/sa").unlink()
        self.assert_well("name")

    def test_w_many_units_and_stopped_in_the_middle(self):
        """Its output goes to a reader that goes away."""
        done = subprocess.run(self.host.command("sh", "-c", "sa doctor --verbose | head -1"),
                              capture_output=True, text=True, env=ENVIRONMENT, check=False)
        self.assertEqual((done.returncode, done.stderr, len(done.stdout.splitlines())), (0, "", 1))

    def test_x_bus_that_does_not_answer(self):
        self.host.run("systemctl", "stop", "dbus.socket", "dbus.service")
        finding = self.find("bus", None)
        self.assertIn("does not answer", finding["text"])
        self.assert_mended(finding)
        self.assert_well("watcher")
        self.assert_well("control")


if __name__ == "__main__":
    doctor_case.control_host.host_case.main()
