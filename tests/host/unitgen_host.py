"""What the themes about job files share: a host with job files on it, and what came of them."""

import pathlib
import time

import host_case
import tells
from host import wait_until

JOBS = "/etc/scriptactivity/jobs.d"
TEAMS = "/etc/scriptactivity/teams.d"
UNITS = "/etc/systemd/system"
SAMPLES = pathlib.Path(__file__).resolve().parent / "jobs"
FOR_GOOD = ("inactive", "failed")


class UnitgenCase(host_case.HostCase):
    @classmethod
    def write_job(cls, name, text, mode=0o644):
        cls.host.write(f"{JOBS}/{name}.yaml", text, mode)

    @classmethod
    def write_samples(cls, *names):
        for name in names:
            cls.write_job(name, (SAMPLES / f"{name}.yaml").read_text())

    @classmethod
    def apply(cls):
        """How `sa-unitgen apply` ended, and in how many seconds."""
        began = time.monotonic()
        done = cls.host.run("sa-unitgen", "apply", check=False)
        done.seconds = time.monotonic() - began
        return done

    @classmethod
    def start(cls, *names):
        """By hand, all at once, without waiting for their ends."""
        services = [f"sa-{name}.service" for name in names]
        cls.host.run("systemctl", "start", "--no-block", *services)

    @classmethod
    def wait_for_tells(cls, name, count=1, seconds=20):
        def told():
            found = tells.of(cls.host, name)
            return found if len(found) >= count else None

        return wait_until(told, seconds, f"{count} tells of {name}")

    @classmethod
    def wait_for_end(cls, *names, seconds=30):
        """Until these services are at rest, with no start queued."""

        def all_ended():
            return all(cls.state(name, "ActiveState") in FOR_GOOD and not cls.queued(name)
                       for name in names)

        wait_until(all_ended, seconds, f"the end of {names}", interval=0.2)

    @classmethod
    def queued(cls, name):
        return cls.state(name, "Job") not in ("", "0", None)

    @classmethod
    def state(cls, name, what):
        return cls.host.properties(f"sa-{name}.service", what).get(what)

    def only_tell(self, name):
        found = tells.of(self.host, name)
        self.assertEqual(len(found), 1, found)
        return found[0]

    def words(self, name):
        """Of each run in turn, what it was given."""
        return [tell.words for tell in tells.of(self.host, name)]

    def assert_ended(self, name, result, status):
        run = self.host.wait_for_runs(f"sa-{name}.service")[-1]
        self.assertEqual((run["result"], run["exit_status"]), (result, status), run)

    def assert_succeeded(self, name):
        """Without the status: systemd may have forgotten it before anybody could ask."""
        run = self.host.wait_for_runs(f"sa-{name}.service")[-1]
        self.assertEqual((run["state"], run["result"]), ("succeeded", "success"), run)
