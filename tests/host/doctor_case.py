"""What the themes about sa doctor share: what it finds, and running what it prints."""

import json

import control_host
from host import wait_until

# Commands that show something, or open an editor, mend nothing by themselves.
SHOWING = ("journalctl", "systemctl status", "systemctl cat", "systemctl edit", "sudoedit", "df ",
           "sa log", "sa unitgen check", "systemctl is-system-running", "sa-unitgen apply --dry")
WATCHER = "sa-watcher.service"


class DoctorCase(control_host.ControlCase):
    @classmethod
    def begin(cls, host):
        super().begin(host)
        host.run("systemctl", "enable", WATCHER)

    def tell(self, *arguments, user="root", code=None):
        """What it says in JSON, the worst first."""
        done = self.as_user(user, "scriptactivity", "doctor", "--json", *arguments)
        self.assertIn(done.returncode, (0, 1, 3), done.stderr)
        self.assertEqual(done.stderr, "")
        if code is not None:
            self.assertEqual(done.returncode, code, done.stdout)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def findings(self, check, *arguments, **options):
        """Those of a check that are not ok, by subject."""
        return {finding["subject"]: finding for finding in self.tell(*arguments, **options)
                if finding["check"] == check and finding["verdict"] != "ok"}

    def find(self, check, subject, verdict="problem", **options):
        found = self.findings(check, **options)
        self.assertIn(subject, found, found)
        self.assertEqual(found[subject]["verdict"], verdict)
        return found[subject]

    def run_commands(self, finding, skipped=()):
        """As they are printed, but those of another way out ("or, ..."), or that show."""
        ran = 0
        for remedy in finding["remedy"]:
            command, purpose = remedy["command"], remedy["purpose"]
            if command.startswith(SHOWING) or purpose.startswith(("or, ", *skipped)):
                continue
            self.host.run("sh", "-c", command)
            ran += 1
        self.assertGreater(ran, 0, finding)

    def assert_well(self, check, *arguments):
        wait_until(lambda: not self.findings(check, *arguments), 30, f"{check} to be well",
                   interval=0.5)

    def assert_mended(self, finding, skipped=()):
        self.run_commands(finding, skipped)
        self.assert_well(finding["check"])

    def said_by_watcher(self):
        wait_until(lambda: self.host.run("sa", "status", check=False).returncode in (0, 1),
                   what="the watcher to have published")
