#!/usr/bin/python3
"""What did not run: timers that are stopped, gone or dead, runs that last too long, a host that
was off. What is due is told by systemd itself (systemd-analyze calendar), what ran by the jobs."""

import datetime
import time

import host_case
import truth
from host import wait_until
from watched_host import microseconds

EVERY = 5  # seconds
CALENDAR = f"*:*:0/{EVERY}"
OWED = "[X-ScriptActivity]\nGrace=1s\n"
SEEN = 45  # seconds until a missed run is a record: settling, and a heartbeat


class Expectations(host_case.HostCase):
    @classmethod
    def prepare(cls, host):
        for name in ("stopped", "deleted", "kept", "caught-up", "retired"):
            host.job(name, "true", timer=f"OnCalendar={CALENDAR}\n{OWED}")
        host.timer("caught-up.timer", f"OnCalendar={CALENDAR}\nPersistent=yes\n{OWED}")
        host.job("long", "sleep 13", timer=f"OnCalendar={CALENDAR}\n{OWED}")
        host.job("hung", "sleep 1000", timer=f"OnCalendar={CALENDAR}\n{OWED}")
        host.job("stays", "true", "RemainAfterExit=yes", timer=f"OnCalendar={CALENDAR}\n{OWED}")
        host.job("hung-monotonic", "sleep 1000",
                 timer=f"OnActiveSec=0\nOnUnitActiveSec=3s\n{OWED}")
        host.job("absent", "true", unit="Requires=nowhere.service",
                 timer=f"OnCalendar={CALENDAR}\n{OWED}")
        # mask works for what lies below /usr only.
        below_usr = "/usr/lib/systemd/system/masked"
        command = truth.command("masked", "true")
        host.write(f"{below_usr}.service", f"[Service]\nExecStart={command}\n")
        host.write(f"{below_usr}.timer",
                   f"[Timer]\nAccuracySec=1us\nOnCalendar={CALENDAR}\n{OWED}")

    @classmethod
    def begin(cls, host):
        host.run("systemctl", "add-wants", "test.target", "sa-watcher.service", "kept.timer",
                 "caught-up.timer")
        host.fire("stopped", "deleted", "kept", "caught-up", "long", "hung", "stays",
                  "hung-monotonic", "absent", "masked")

    def wait_for_health(self, unit, health, seconds=30):
        def reached():
            row = self.host.status(unit)
            return row if row and row["health"] == health else None

        return wait_until(reached, seconds, f"{unit} to be {health}, not "
                          f"{self.host.status(unit)}", interval=0.3)

    def due_by_systemd(self, first, last):
        """All instants in [first, last] (microseconds), as systemd itself computes them."""
        base = datetime.datetime.fromtimestamp((first - 1) // 1_000_000, datetime.timezone.utc)
        count = (last - first) // (EVERY * 1_000_000) + 3
        output = self.host.output("systemd-analyze", "calendar", f"--iterations={count}",
                                  f"--base-time={base:%Y-%m-%d %H:%M:%S} UTC", f"{CALENDAR} UTC",
                                  environment={"TZ": "UTC"})
        dues = []
        for line in output.splitlines():
            what, _, when = line.partition(": ")
            if what.strip().startswith(("Next elapse", "Iter", "Iteration")):
                moment = datetime.datetime.strptime(when.strip(), "%a %Y-%m-%d %H:%M:%S UTC")
                moment = moment.replace(tzinfo=datetime.timezone.utc)
                dues.append(int(moment.timestamp()) * 1_000_000)
        return [due for due in dues if first <= due <= last]

    def slots(self, unit):
        return self.host.json("slots", unit)

    def assert_accounted(self, unit):
        """Each due instant between the first and the last that have a verdict has one."""
        dues = [microseconds(slot["due"]) for slot in self.slots(unit)]
        self.assertTrue(dues, unit)
        self.assertEqual(dues, self.due_by_systemd(dues[0], dues[-1]))

    def wait_for_missed(self, unit, reason):
        def missed():
            slots = [slot for slot in self.slots(unit) if slot["verdict"] == "missed"]
            return slots if slots and reason in slots[-1]["reason"] else None

        return wait_until(missed, SEEN, f"a missed run of {unit}: {reason}", interval=1)

    def stop_after_a_run(self, name, *stop):
        self.host.wait_for_runs(f"{name}.service")
        self.host.run(*stop)

    def test_a_timer_that_is_stopped_is_overdue_and_misses(self):
        self.stop_after_a_run("stopped", "systemctl", "stop", "stopped.timer")
        row = self.wait_for_health("stopped.service", "overdue")
        self.assertIn("stopped.timer is stopped since", row["reason"])
        self.assertEqual(row["timers"], ["stopped.timer"])
        self.wait_for_missed("stopped.service", "stopped.timer is stopped since")
        self.assert_accounted("stopped.service")
        on_time = [slot for slot in self.slots("stopped.service") if slot["invocation"]]
        told = [run.invocation for run in truth.of(self.host, "stopped")]
        self.assertEqual([slot["invocation"] for slot in on_time], told)

    def test_b_timer_that_is_deleted_is_overdue(self):
        self.stop_after_a_run("deleted", "systemctl", "stop", "deleted.timer")
        for kind in ("timer", "service"):
            (self.host.root / f"etc/systemd/system/deleted.{kind}").unlink()
        self.host.reload()
        row = self.wait_for_health("deleted.service", "overdue")
        self.assertIn("deleted.timer is", row["reason"])
        self.assertEqual(row["grace"], 1)

    def test_c_timer_that_is_masked_is_overdue(self):
        self.stop_after_a_run("masked", "systemctl", "mask", "--now", "masked.timer")
        self.wait_for_health("masked.service", "overdue")

    def test_d_run_that_lasts_too_long_absorbs(self):
        self.wait_for_health("long.service", "overrunning")
        row = self.wait_for_health("long.service", "overdue")
        self.assertIn("still running when due", row["reason"])

        def absorbed():
            slots = self.slots("long.service")
            return [slot["verdict"] for slot in slots].count("absorbed") >= 2 and slots

        wait_until(absorbed, 30, "absorbed due instants", interval=1)
        self.assert_accounted("long.service")
        self.host.run("systemctl", "stop", "long.timer")

    def test_e_silent_deaths_alert_with_a_short_grace(self):
        self.wait_for_health("hung.service", "overdue")
        self.wait_for_health("hung-monotonic.service", "overdue")
        self.assertIn("remains active", self.wait_for_health("stays.service", "broken")["reason"])
        self.assertIn("is dead", self.wait_for_health("absent.service", "broken")["reason"])
        self.wait_for_missed("absent.service", "absent.timer is dead")

    def test_f_host_that_was_off(self):
        self.host.wait_for_runs("kept.service")
        self.host.wait_for_runs("caught-up.service")
        self.host.run("sync")
        self.host.power_off()
        time.sleep(2 * EVERY + 1)
        self.host.boot()
        wait_until(lambda: self.host.run("sa", "status", check=False).returncode in (0, 1), 30)
        for name in ("kept", "caught-up"):
            self.wait_for_missed(f"{name}.service", "the host was off from")
            self.assert_accounted(f"{name}.service")
            self.wait_for_health(f"{name}.service", "ok")
        self.assertEqual(self.host.status("stopped.service")["health"], "overdue")


if __name__ == "__main__":
    host_case.main()
