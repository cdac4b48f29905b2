"""What the themes about Watcher1 share: clients that stay on its bus, and what is heard there."""

import contextlib
import json
import os
import pathlib
import select
import subprocess
import time

import control_host

NAME = "org.scriptactivity.Watcher1"
CLIENT = pathlib.Path(__file__).with_name("watcher1_client.py")
IN_HOST = "/opt/watcher1_client.py"


class Refused(Exception):
    """What the watcher answered instead: the error's name without its prefix, and its line."""

    def __init__(self, answer):
        super().__init__(answer["message"])
        self.name = answer["error"].removeprefix(control_host.OWN_ERROR)


class Client:
    """A program of `user` that is on the bus until it is closed or killed."""

    def __init__(self, host, user="root"):
        command = ["/usr/bin/python3", IN_HOST]
        if user != "root":
            command = ["runuser", "-u", user, "--", *command]
        self.process = subprocess.Popen(host.command(*command), stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        text=True)
        self.host, self.pid = host, self.process.stdout.readline().strip()

    def call(self, method, *arguments):
        self.process.stdin.write(json.dumps([method, *arguments]) + "\n")
        self.process.stdin.flush()
        if not select.select([self.process.stdout], [], [], 60)[0]:
            raise TimeoutError(f"no answer to {method}")
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise Refused(answer)
        return answer["value"]

    def lines(self, method, *arguments):
        """The objects of an answer in JSON Lines, which ends with an empty one."""
        told = self.call(method, *arguments)
        assert told.endswith("\n\n") or told == "\n", told
        return [json.loads(line) for line in told.splitlines() if line]

    def close(self):
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()

    def kill(self):
        self.host.run("kill", "-KILL", self.pid)
        self.process.wait(10)
        for pipe in (self.process.stdin, self.process.stdout):
            pipe.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Watcher1Case(control_host.ControlCase):
    @classmethod
    def prepare(cls, host):
        super().prepare(host)
        host.write(IN_HOST, CLIENT.read_text(), 0o755)

    def client(self, user="root"):
        return self.enterContext(Client(self.host, user))

    def refusal(self, client, method, *arguments):
        """The name of the error that the call is answered with, and its line."""
        with self.assertRaises(Refused) as refused:
            client.call(method, *arguments)
        return refused.exception.name, str(refused.exception)

    def sa(self, *arguments, user="root"):
        """Exit code, then what it said on both streams."""
        done = self.as_user(user, "sa", *arguments)
        return done.returncode, done.stdout + done.stderr

    def json_as(self, user, *arguments):
        """What `sa … --json` tells this person."""
        done = self.as_user(user, "sa", *arguments, "--json")
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]


@contextlib.contextmanager
def running(host, user, count, *command):
    """So many of them, until the end of the block."""
    units = [f"running-{number}.service" for number in range(count)]
    for unit in units:
        host.run("systemd-run", "--quiet", f"--uid={user}", f"--unit={unit}", *command)
    try:
        yield
    finally:
        host.run("systemctl", "stop", *units)


class Signals:
    """What the watcher says on the bus, from the beginning of the block on."""

    def __init__(self, host):
        self.host = host
        self.heard = []  # (member, values)

    def __enter__(self):
        rule = f"type='signal',interface='{NAME}'"
        self.process = subprocess.Popen(
            self.host.command("busctl", "monitor", "--json=short", f"--match={rule}"),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        # "Monitoring bus message stream." comes once the bus sends all to it.
        assert b"Monitoring" in self.process.stderr.readline()
        self.rest = b""
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()
        self.process.stderr.close()

    def _listen(self, seconds):
        while select.select([self.process.stdout], [], [], seconds)[0]:
            *lines, self.rest = (self.rest + os.read(self.process.stdout.fileno(), 65536)
                                 ).split(b"\n")
            for message in map(json.loads, lines):
                if message.get("member") in ("RunBegan", "RunEnded", "HealthChanged"):
                    self.heard.append((message["member"], message["payload"]["data"]))
            seconds = 0

    @staticmethod
    def _plain(member, values):
        if member == "HealthChanged":
            return values
        return {name: value["data"] for name, value in values[0].items()}

    @staticmethod
    def _unit(member, values):
        return values[0] if member == "HealthChanged" else values[0]["unit"]["data"]

    def of(self, unit):
        self._listen(0)
        return [(member, self._plain(member, values)) for member, values in self.heard
                if self._unit(member, values) == unit]

    def wait_for(self, member, unit, to=None, seconds=20):
        """Its values, of the newest one."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._listen(0.1)
            found = [values for heard, values in self.of(unit)
                     if heard == member and (to is None or values[2] == to)]
            if found:
                return found[-1]
        raise TimeoutError(f"no {member} of {unit} among {self.heard}")
