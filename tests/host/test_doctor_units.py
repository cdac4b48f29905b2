#!/usr/bin/python3
"""sa doctor and units and job files that are really broken: doctor finds it, and where the printed
commands can be run as they are, running them mends it."""

import datetime

import doctor_case
import truth
from doctor_case import WATCHER
from host import wait_until

YEARLY = "OnCalendar=*-01-01 03:00:00"


class DoctorOfUnits(doctor_case.DoctorCase):
    @classmethod
    def prepare(cls, host):
        super().prepare(host)
        command = truth.command("masked", "true")
        for name in ("masked", "masked-timer"):
            host.write(f"/usr/lib/systemd/system/{name}.service",
                       f"[Service]\nType=oneshot\nExecStart={command}\n")
            host.write(f"/usr/lib/systemd/system/{name}.timer", f"[Timer]\n{YEARLY}\n")

    def test_f_dead_timer(self):
        self.host.job("absent", "true", unit="Requires=nowhere.service",
                      timer=f"OnActiveSec=0\n{YEARLY}")
        self.host.reload()
        self.host.fire("absent")
        wait_until(lambda: self.active("absent.timer") == "failed", what="the timer to die")
        finding = self.find("timers", "absent.timer")
        self.assertEqual(finding["evidence"],
                         ["its result is resources",
                          "absent.service requires nowhere.service, which does not exist"])
        self.host.unit("nowhere.service", "[Service]\nType=oneshot\nExecStart=/bin/true\n")
        self.host.reload()
        self.assert_mended(finding)
        self.assertEqual(self.active("absent.timer"), "active")

    def test_g_masked_service_and_masked_timer(self):
        self.host.fire("masked", "masked-timer")
        self.host.run("systemctl", "mask", "masked.service")
        finding = self.find("timers", "masked.timer")
        self.assertEqual(finding["evidence"], ["masked.service is masked"])
        self.assert_mended(finding)
        wait_until(lambda: self.host.status("masked-timer.service"), what="a row of it")
        self.host.run("systemctl", "mask", "--now", "masked-timer.timer")
        finding = self.find("timers", "masked-timer.timer")
        self.assertIn("masked-timer.service is still expected", finding["text"])
        self.assert_mended(finding)
        self.assertEqual(self.active("masked-timer.timer"), "active")

    def test_h_timer_that_is_enabled_but_not_started_or_never_fires(self):
        self.host.unit("enabled.service", "[Service]\nType=oneshot\nExecStart=/bin/true\n")
        self.host.unit("enabled.timer",
                       f"[Timer]\n{YEARLY}\n[Install]\nWantedBy=timers.target\n")
        self.host.run("systemctl", "enable", "enabled.timer")
        self.assert_mended(self.find("timers", "enabled.timer"))
        self.assertEqual(self.active("enabled.timer"), "active")
        self.host.unit("repeats.service", "[Service]\nType=oneshot\nExecStart=/bin/true\n")
        self.host.unit("repeats.timer", "[Timer]\nOnUnitActiveSec=1h\n")
        self.host.reload()
        self.host.fire("repeats")
        finding = self.find("timers", "repeats.timer")
        self.assertIn("it counts from the last run of its service", finding["evidence"][1])
        self.host.unit("repeats.timer", "[Timer]\nOnActiveSec=1h\nOnUnitActiveSec=1h\n")
        self.host.reload()
        self.assert_mended(finding)

    def test_i_timer_that_is_stopped_or_gone_and_still_expected(self):
        self.host.job("stopped", "true", timer=f"OnActiveSec=0\n{YEARLY}")
        self.host.reload()
        self.host.fire("stopped")
        self.host.wait_for_runs("stopped.service")
        self.host.run("systemctl", "stop", "stopped.timer")
        self.assert_mended(self.find("timers", "stopped.timer"))
        self.assertEqual(self.active("stopped.timer"), "active")
        self.host.run("systemctl", "stop", "stopped.timer")
        (self.host.root / "etc/systemd/system/stopped.timer").unlink()
        self.host.reload()
        finding = self.find("timers", "stopped.timer")
        self.assertIn("is gone", finding["text"])
        self.assert_mended(finding)
        self.assertTrue(self.host.status("stopped.service")["retired"])

    def test_j_start_limit(self):
        self.host.job("limited", "true", timer=YEARLY)
        self.host.reload()
        self.host.fire("limited")
        for _ in range(6):
            self.host.run("systemctl", "start", "limited.service", check=False)
        self.host.run("journalctl", "--sync")
        self.assert_mended(self.find("start-limits", "limited.service"))
        wait_until(lambda: len(truth.of(self.host, "limited")) == 6, what="the sixth run")

    def test_k_unit_that_remains_active(self):
        self.host.job("stays", "true", "RemainAfterExit=yes", timer=f"OnActiveSec=0\n{YEARLY}")
        self.host.reload()
        self.host.fire("stays")
        wait_until(lambda: self.findings("units"), what="the watcher to find it broken")
        self.assert_mended(self.find("units", "stays.service"))

    def test_l_section_and_a_unit_file_that_changed(self):
        self.host.job("sectioned", "true", unit="[X-ScriptActivity]\nGrase=1h\nDeadline=soon",
                      timer=YEARLY)
        self.host.reload()
        self.host.fire("sectioned")
        finding = self.find("sections", "sectioned.service", "warning")
        place = "/etc/systemd/system/sectioned.service: "
        self.assertEqual(finding["evidence"],
                         [place + "unknown key 'Grase'; did you mean 'Grace'?",
                          place + "Deadline=: expected a time span such as 15min, got 'soon'"])
        self.host.unit("sectioned.service", "[X-ScriptActivity]\nGrace=1h\n[Service]\n"
                                            "Type=oneshot\nExecStart=/bin/true\n")
        finding = self.find("reload", None, "warning")
        self.assertEqual(finding["evidence"], ["sectioned.service"])
        self.assert_mended(finding)
        self.assert_well("sections")

    def test_m_run_that_was_lost_while_the_host_was_off(self):
        due = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=8)
        self.host.job("nightly", "true", timer=f"OnCalendar={due:%m-%d %H:%M:%S}")
        self.host.reload()
        self.host.run("systemctl", "add-wants", "test.target", "nightly.timer", WATCHER)
        self.host.fire("nightly")
        wait_until(lambda: self.host.status("nightly.service"), what="a row of it")
        self.host.run("sync")
        self.host.power_off()
        wait_until(lambda: datetime.datetime.now(datetime.timezone.utc) > due, what="the due time")
        self.host.boot()
        self.said_by_watcher()
        wait_until(lambda: self.findings("catch-up"), 90, "the missed run", interval=1)
        finding = self.find("catch-up", "nightly.timer", "warning")
        self.assertIn("the host was off from", finding["evidence"][0])
        self.assertIn("lost 1 run in", finding["text"])
        self.assert_mended(finding)

    def test_n_job_files(self):
        jobs = "/etc/scriptactivity/jobs.d"
        self.host.write(f"{jobs}/good.yaml", "command: /bin/true\nschedule: '0 3 1 1 *'\n")
        finding = self.find("jobs", "sa-unitgen.service", "warning")
        self.find("jobs", jobs, "warning")
        self.assert_mended(finding)
        self.assertEqual(self.active("sa-good.timer"), "active")
        self.host.write(f"{jobs}/bad.yaml", "command: /bin/true\nschedule: '0 45 * * *'\n")
        wait_until(lambda: self.findings("jobs"), what="the problem to be left")
        finding = self.find("jobs", f"{jobs}/bad.yaml")
        self.assertIn("schedule: ", finding["evidence"][0])
        self.host.write(f"{jobs}/bad.yaml", "command: /bin/true\nschedule: '45 0 * * *'\n")
        self.assert_mended(finding)
        self.host.run("systemctl", "stop", "sa-unitgen.service")
        self.host.write(f"{jobs}/good.yaml", "command: /bin/echo\nschedule: '0 3 1 1 *'\n")
        finding = self.find("jobs", jobs, "warning")
        self.assertEqual(finding["evidence"], ["~ sa-good.service (jobs.d/good.yaml)"])
        self.run_commands(finding)
        self.assertNotIn(jobs, self.findings("jobs"))
        self.host.run("systemctl", "start", "sa-unitgen.service")
        self.assert_well("jobs")

    def test_v_only_the_units_that_are_named(self):
        self.host.unit("unstarted.service", "[Service]\nType=oneshot\nExecStart=/bin/true\n")
        self.host.unit("unstarted.timer", f"[Timer]\n{YEARLY}\n[Install]\nWantedBy=timers.target\n")
        self.host.run("systemctl", "enable", "unstarted.timer")
        self.assertIn("unstarted.timer", self.findings("timers"))
        self.assertIn("unstarted.timer", self.findings("timers", "unstarted.timer"))
        self.assertEqual(self.findings("timers", WATCHER), {})
        done = self.host.run("sa", "doctor", "nosuch", check=False)
        self.assertEqual((done.returncode, len(done.stderr.splitlines())), (1, 1), done.stderr)
        self.host.run("systemctl", "disable", "unstarted.timer")


if __name__ == "__main__":
    doctor_case.control_host.host_case.main()
