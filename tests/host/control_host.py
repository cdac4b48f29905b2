"""What the themes about sa-control share: people, a team, and calls as one of them."""

import json

import host_case

# Nobody's group; the group of team web; nobody's again.
PEOPLE = {"alice": "webbers", "mallory": None}
CONTROL = "org.scriptactivity.Control1"
STATE = "/var/lib/scriptactivity-control"
OWN_ERROR = "org.scriptactivity.Error."
SECTION = "[X-ScriptActivity]\nTeam={team}"


class Answer(str):
    """What a call was answered: the values, or the error's name and its line."""


class ControlCase(host_case.HostCase):
    @classmethod
    def prepare(cls, host):
        host.write("/etc/scriptactivity/teams.d/web.yaml", "users: [nobody]\ngroup: webbers\n")
        # Also what is done to the service: it ends soon, for the tests not to wait.
        host.unit("sa-control.service.d/idle.conf",
                  "[Service]\nExecStart=\n"
                  "ExecStart=/usr/lib/scriptactivity/sa-control --idle 3\n")

    @classmethod
    def begin(cls, host):
        host.run("groupadd", "webbers")
        for name, group in PEOPLE.items():
            host.run("useradd", "--no-create-home", name, *(["--groups", group] if group else []))

    def as_user(self, user, *command, **options):
        if user != "root":
            command = ("runuser", "-u", user, "--", *command)
        return self.host.run(*command, check=False, **options)

    def call(self, user, method, *arguments):
        """The answer's values, or the name of the error (ours without its prefix) and its line."""
        done = self.as_user(user, "dbus-send", "--system", "--print-reply", f"--dest={CONTROL}",
                            "/" + CONTROL.replace(".", "/"), f"{CONTROL}.{method}", *arguments)
        if done.returncode != 0:
            return done.stderr.strip().removeprefix("Error ").removeprefix(OWN_ERROR)
        return " ".join(line.split()[-1] for line in done.stdout.splitlines()[1:])

    def pause(self, user, timer, until=0, reason=""):
        return self.call(user, "Pause", f"string:{timer}", f"uint64:{until}", f"string:{reason}",
                         "boolean:false")

    def resume(self, user, timer):
        return self.call(user, "Resume", f"string:{timer}", "boolean:false")

    def start(self, user, service):
        return self.call(user, "Run", f"string:{service}", "boolean:false")

    def cancel(self, user, service):
        return self.call(user, "Cancel", f"string:{service}", "boolean:false")

    def active(self, unit):
        return self.host.properties(unit, "ActiveState")["ActiveState"]

    def pause_file(self, timer):
        """The pause as it is on the disk; None: the timer is not paused."""
        path = self.host.root / STATE.lstrip("/") / "paused" / timer
        return json.loads(path.read_text()) if path.exists() else None

    def control_entries(self):
        """What sa-control told the journal, oldest first."""
        self.host.run("journalctl", "--sync")
        output = self.host.output("journalctl", "--quiet", "--output=json", "--all",
                                  "_SYSTEMD_UNIT=sa-control.service", "+", "SA_VERB=pause",
                                  "SA_VERB=resume", "SA_VERB=run", "SA_VERB=cancel")
        return [entry for entry in map(json.loads, output.splitlines()) if "SA_VERB" in entry]
