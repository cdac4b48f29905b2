"""Traces of Upstart 1.13.2, as its job.c and event.c make them."""

SPAWNING = ["starting", "security-spawning", "security", "pre-starting", "pre-start", "spawning",
            "spawned"]
RUNNING = ["post-starting", "post-start", "running"]
ENDING = ["stopping", "killed", "post-stopping", "post-stop"]


class Trace:
    """Lines of a trace, each a little later than the one before."""

    def __init__(self):
        self.lines = []
        self.now = 1_800_000_000.0

    def text(self):
        return "\n".join(self.lines) + "\n"

    def pause(self, seconds):
        self.now += seconds

    def wait(self, what):
        self.lines.append(f"# wait {what}")

    def say(self, member, path, *arguments):
        self.now += 0.0005
        self.lines.append(" ".join([f"{self.now:.6f}", member, path, *arguments]))

    def emitted(self, name, *env):
        self.say("EventEmitted", "/com/ubuntu/Upstart", *(f'"{word}"' for word in (name, *env)))

    def owner(self, before, after):
        self.say("NameOwnerChanged", "/org/freedesktop/DBus", '"com.ubuntu.Upstart"',
                 f'"{before}"', f'"{after}"')

    def re_exec_begins(self):
        self.owner(":1.1", "")

    def re_exec_ends(self):
        self.owner("", ":1.2")
        self.say("Restarted", "/com/ubuntu/Upstart")


class Job:
    """An instance of a job, whose signals go into a trace."""

    def __init__(self, trace, job, instance=""):
        self.trace = trace
        self.job_path = "/com/ubuntu/Upstart/jobs/" + job.replace("-", "_2d")
        self.path = self.job_path + "/" + (instance or "_")
        self.env = (f"JOB={job}", f"INSTANCE={instance}")

    def states(self, *states):
        for state in states:
            self.trace.say("StateChanged", self.path, f'"{state}"')

    def goal(self, goal):
        self.trace.say("GoalChanged", self.path, f'"{goal}"')

    def added(self):
        self.trace.say("InstanceAdded", self.job_path, f'o:"{self.path}"')
        self.goal("start")

    def spawn(self):
        self.states(*SPAWNING)
        self.trace.emitted("starting", *self.env)
        self.states(*RUNNING)
        self.trace.emitted("started", *self.env)

    def start(self):
        self.added()
        self.spawn()

    def failed(self, status):
        self.trace.say("Failed", self.path, f"i:{status}")

    def waiting(self):
        self.states("waiting")
        self.trace.say("InstanceRemoved", self.job_path, f'o:"{self.path}"')

    def end(self, *result):
        """By itself: "RESULT=ok", or why it failed."""
        result = result or ("RESULT=ok",)
        self.goal("stop")
        self.states(*ENDING)
        self.waiting()
        self.trace.emitted("stopping", *self.env, *result)
        self.trace.emitted("stopped", *self.env, *result)

    def fail(self, status):
        self.failed(status)
        self.end("RESULT=failed", "PROCESS=main", f"EXIT_STATUS={status}")

    def respawn(self):
        self.states(*ENDING)
        self.trace.emitted("stopping", *self.env, "RESULT=ok")
        self.spawn()

    def run(self, seconds=0.02):
        self.start()
        self.trace.pause(seconds)
        self.end()
