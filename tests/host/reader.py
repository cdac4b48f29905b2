"""Somebody who does what a document or a man page says, on a host of his own."""

import time

import document
from host import TimedOut, wait_until
from watched_host import WatchedHost

PATIENCE = 40  # seconds, of a command that waits
PEOPLE = ("lena",)
DEBIAN_TIMERS = ("apt-daily.timer", "dpkg-db-backup.timer")


class Reader:
    """Somebody at the keyboard of a host on which ScriptActivity was just installed."""

    def __init__(self, host):
        self.host = host

    def do(self, step):
        """What went wrong, in words; None: all is as the document says."""
        if isinstance(step, document.File):
            self.host.write(step.path, step.text)
            return None
        return self.type(step)

    def type(self, command):
        printed = []

        def is_as_told():
            printed[:] = [self.output(command)]
            return document.is_as_told(command.wanted, printed[0])

        try:
            wait_until(is_as_told, PATIENCE if command.waits else 0, interval=0.5)
        except TimedOut:
            return f"line {command.line}: {command.text}\n{printed[0]}"
        return None

    def output(self, command):
        words = ["/bin/sh", "-c", command.text]
        if command.user:
            words = ["runuser", "-u", command.user, "--", *words]
        done = self.host.run(*words, check=False, environment={"COLUMNS": "100"})
        if done.returncode and not done.stdout + done.stderr:
            return f"ended with {done.returncode}"
        return done.stdout + done.stderr


def zone_where_it_is_noon():
    """The documents tell of what is due next, in an order that depends on the time of day."""
    west = time.gmtime().tm_hour - 12
    return f"Etc/GMT{west:+d}" if west else "Etc/GMT"


def newly_installed_host():
    host = WatchedHost()
    host.__enter__()
    host.install()
    host.boot()
    zone = f"/usr/share/zoneinfo/{zone_where_it_is_noon()}"
    host.run("ln", "--symbolic", "--force", zone, "/etc/localtime")
    for name in PEOPLE:
        host.run("useradd", "--create-home", name)
    host.start_watcher()
    host.run("systemctl", "start", "sa-unitgen.service", *DEBIAN_TIMERS)
    return host
