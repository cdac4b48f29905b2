"""What the theme about notices needs: a mailer and programs that write down what they get."""

import contextlib
import json
import types

import host_case
import truth
from host import TimedOut, wait_until

FILE = "/var/truth/notices"
PROGRAMS = "/etc/scriptactivity/notify.d"
SENDMAIL = "/usr/sbin/sendmail"
# Tells in one line what it was given, then hangs or fails where a file says so.
TELL = f"""\
#!/usr/bin/python3
import json, os, pathlib, sys, time
name = os.path.basename(sys.argv[0])
behaviour = pathlib.Path("/var/truth/behaviour-of-" + name)
what = behaviour.read_text() if behaviour.exists() else ""
status = open("/proc/self/status").read()
told = dict(by=name, privileges="NoNewPrivs:\\t0" in status, words=sys.argv[1:],
            text=sys.stdin.read(), user=os.getuid(), what=what,
            environment={{k: v for k, v in os.environ.items() if k.startswith("SA_")}})
out = os.open("{FILE}", os.O_WRONLY | os.O_APPEND)
os.write(out, json.dumps(told).encode() + b"\\n")
if what == "hang":
    time.sleep(1000)
sys.exit(3 if what == "fail" else 0)
"""
NO_LIMIT = "StartLimitIntervalSec=0"
YEARLY = "OnCalendar=*-01-01 03:00:00"
PAGE = "[X-ScriptActivity]\nNotify=page\n"


def switched(name):
    """Shell that fails until well(name) was called."""
    return f"test -e /var/truth/well-{name}"


class NotifyCase(host_case.HostCase):
    @classmethod
    def prepare(cls, host):
        host.write(FILE, "", 0o666)
        with contextlib.suppress(FileNotFoundError):
            (host.root / SENDMAIL.lstrip("/")).unlink()
        host.write(SENDMAIL, TELL, 0o755)
        for name in ("page", "other"):
            host.write(f"{PROGRAMS}/{name}", TELL, 0o755)
        cls.paged_job(host, "quiet")

    @staticmethod
    def paged_job(host, name, shell=None, expected=PAGE, service="", unit=NO_LIMIT):
        """A job that is due next year and fails until well(name); program `page` is told of it."""
        host.job(name, shell or switched(name), service, timer=f"{YEARLY}\n{expected}", unit=unit)

    @classmethod
    def begin(cls, host):
        """Until the watcher tells of changes: what was before its first look is none."""
        host.fire("quiet")

        def told():
            for change in (cls.go_wrong, cls.go_well):
                change("quiet")
                with contextlib.suppress(TimedOut):
                    cls.wait_for("quiet.service", 1, 4)
            return cls.notices("quiet.service")

        wait_until(told, 60, "the first notice")
        wait_until(lambda: cls.notices("quiet.service")[-1].environment["SA_HEALTH"] == "ok", 30,
                   "the last notice")

    @classmethod
    def start(cls, name):
        cls.host.run("systemctl", "start", f"{name}.service", check=False)

    @classmethod
    def go_wrong(cls, name):
        (cls.host.root / f"var/truth/well-{name}").unlink(missing_ok=True)
        cls.start_and_see(name)

    @classmethod
    def go_well(cls, name):
        cls.host.write(f"/var/truth/well-{name}", "")
        cls.start_and_see(name)

    @classmethod
    def start_and_see(cls, name):
        """Runs it, and waits until the watcher has it."""
        cls.start(name)
        last = truth.of(cls.host, name)[-1].invocation

        def seen():
            row = cls.host.status(f"{name}.service")
            run = row and row["last_run"]
            return run and run["invocation"] == last and run["state"] != "running"

        wait_until(seen, 20, f"the run of {name} to be seen")

    @classmethod
    def behave(cls, program, what):
        """From now on it hangs, fails, or does what it should ("")."""
        cls.host.write(f"/var/truth/behaviour-of-{program}", what)

    @staticmethod
    def unit_of(notice):
        if notice.environment:
            return notice.environment["SA_UNIT"]
        subject = next(line for line in notice.text.splitlines() if line.startswith("Subject: "))
        return subject.split("] ", 1)[1].split()[0]

    @classmethod
    def notices(cls, unit, by=None):
        """What was given so far, in order, of a unit; to one program."""
        told = [types.SimpleNamespace(**json.loads(line))
                for line in cls.host.read(FILE).splitlines()]
        return [one for one in told if cls.unit_of(one) == unit and by in (None, one.by)]

    @classmethod
    def wait_for(cls, unit, count, seconds=30, by=None):
        def told():
            found = cls.notices(unit, by)
            return found if len(found) >= count else None

        return wait_until(told, seconds, f"{count} notices of {unit}, not "
                          f"{[vars(one) for one in cls.notices(unit, by)]}", interval=0.2)

    def paged(self, unit):
        """What `page` was told of it: one word of health each."""
        return [one.environment["SA_HEALTH"] for one in self.notices(unit, "page")]

    def wait_for_health(self, unit, health, seconds=30):
        def reached():
            row = self.host.status(unit)
            return row if row and row["health"] == health else None

        return wait_until(reached, seconds, f"{unit} to be {health}, not "
                          f"{self.host.status(unit)}", interval=0.2)

    def settle(self):
        """Whatever was to be told by now is: a change of a later time has been."""
        before = len(self.notices("quiet.service"))
        self.go_wrong("quiet")
        self.wait_for("quiet.service", before + 1)
        self.go_well("quiet")
        self.wait_for("quiet.service", before + 2)
