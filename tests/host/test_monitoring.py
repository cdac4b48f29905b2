#!/usr/bin/python3
"""The plugin asked by the NRPE and the Icinga 2 of Debian, on a host where all was installed with
apt, and then typed what docs/recipes/monitoring.md says."""

import re

import document
import host_case
import nagios_status
from fresh_host import PLUGIN
from host import wait_until
from package_case import PackageCase
from reader import Reader

CHECK_NRPE = "/usr/lib/nagios/plugins/check_nrpe"
ICINGA_STATUS = "var/cache/icinga2/status.dat"
OK, WARNING, CRITICAL, UNKNOWN = range(4)
MANY = 70
NRPE_COMMANDS = {"good": "--unit good -v", "bad": "--unit bad --unit good", "all": "-v",
                 "nobody": "--unit nobody", "late": "--unit good -c 1s"}
# What each is to answer: the options of the plugin as variables of Icinga.
ICINGA_SERVICES = {
    "good": ('vars.sa_units_unit = [ "good", "ba*" ]\n  vars.sa_units_exclude = "bad"', OK,
             "SA_UNITS OK - 1 unit: 1 ok"),
    "bad": ('vars.sa_units_unit = "bad"', CRITICAL,
            "SA_UNITS CRITICAL - 1 of 1 unit: bad failed, exit 3"),
    "team": ('vars.sa_units_team = "lp"', OK, "SA_UNITS OK - 1 unit: 1 ok"),
    "tag": ('vars.sa_units_tag = [ "nightly", "weekly" ]', OK, "SA_UNITS OK - 1 unit: 1 ok"),
    "state": ('vars.sa_units_unit = "bad"\n  vars.sa_units_state = [ "late=ok", "failed=warning" ]',
              WARNING, "SA_UNITS WARNING - 1 of 1 unit: bad failed, exit 3"),
    "age": ('vars.sa_units_unit = "good"\n  vars.sa_units_warning = "1s"\n'
            '  vars.sa_units_critical = "1h"\n  vars.sa_units_timeout = 5', WARNING,
            "SA_UNITS WARNING - 1 of 1 unit: good "),
}
ICINGA_SERVICE = """\
object Service "{name}" {{
  host_name = NodeName
  check_command = "sa_units"
  check_interval = 1s
  retry_interval = 1s
  max_check_attempts = 1
  {lines}
}}
"""


def without_ages(text):
    """Of performance data: they go on between two answers."""
    return re.sub(r"(?<=_age.=)\d+(?=s)|(?<=succeeded )[^(]*(?= ago)", "N", text)


class Monitoring(PackageCase):
    @classmethod
    def prepare(cls, host):
        host.write("/etc/apt/apt.conf.d/90test", 'APT::Install-Recommends "false";\n')
        # One that is there before our package, and one that comes after it.
        host.apt("install", "nagios-nrpe-server", "nagios-nrpe-plugin")
        host.install_packages()
        host.apt("install", "icinga2")
        cls.wait_for_all_timers()
        reader = Reader(host)
        cls.problems = [problem for step in document.story_of("recipes/monitoring.md")
                        if (problem := reader.do(step))]
        cls.run_jobs(host)

    @classmethod
    def run_jobs(cls, host):
        owes = "[X-ScriptActivity]\nTeam=lp\nTags=nightly"
        host.job("good", "true", service=owes)
        host.job("bad", "exit 3")
        many = [f"one-of-very-many-scripts-{number}" for number in range(MANY)]
        for name in many:
            host.job(name, "exit 3")
        host.reload()
        host.fire("good", "bad", *many)
        wait_until(lambda: cls.failed(host) == MANY + 1, 60, "all to have run")

    @staticmethod
    def failed(host):
        return sum(row["health"] == "failed" for row in host.json("status"))

    def directly(self, options):
        done = self.host.run("setpriv", "--reuid=nagios", "--regid=nogroup", "--clear-groups",
                             PLUGIN, *options.split(), check=False)
        self.assertEqual(done.stderr, "")
        return done.returncode, done.stdout

    def by_nrpe(self, command, *options):
        """(exit code, output)"""
        done = self.host.run(CHECK_NRPE, "-H", "127.0.0.1", "-c", command, *options, check=False)
        return done.returncode, done.stdout + done.stderr

    def test_the_recipe_is_true(self):
        self.assertEqual("\n".join(self.problems), "")

    def test_nrpe_answers_as_the_plugin_itself(self):
        lines = [f"command[{name}]={PLUGIN} {options}\n" for name, options in NRPE_COMMANDS.items()]
        self.host.write("/etc/nagios/nrpe.d/test.cfg", "".join(lines))
        self.host.run("systemctl", "restart", "nagios-nrpe-server")
        wait_until(lambda: self.by_nrpe("good")[0] == OK, 10, "NRPE to be back")
        seen = {}
        for name, options in NRPE_COMMANDS.items():
            code, text = self.directly(options)
            asked, answer = self.by_nrpe(name)
            self.assertEqual((asked, without_ages(answer)), (code, without_ages(text)))
            seen[name] = code
        self.assertEqual(seen, {"good": OK, "bad": CRITICAL, "all": CRITICAL, "nobody": UNKNOWN,
                                "late": CRITICAL})

    def test_nrpe_passes_an_answer_as_long_as_there_is_whole(self):
        code, text = self.directly("")
        self.assertGreater(len(text.encode()), 3500)
        self.assertEqual(self.by_nrpe("check_sa_units"), (code, text))

    def test_nrpe_lets_in_whom_the_recipe_lets_in(self):
        path = "/etc/nagios/nrpe.d/nagios-host.cfg"
        said = self.host.read(path)
        self.assertNotIn("SA_UNITS", self.by_nrpe("check_scripts_of_lp", "-b", "127.0.0.7")[1])
        self.host.write(path, said.replace("192.0.2.7", "127.0.0.7"))
        self.host.run("systemctl", "restart", "nagios-nrpe-server")
        wait_until(lambda: self.by_nrpe("check_scripts_of_lp", "-b", "127.0.0.7")[0] == OK, 10,
                   "NRPE to let it in")

    def test_icinga_hands_over_each_option(self):
        services = [ICINGA_SERVICE.format(name=name, lines=lines)
                    for name, (lines, _, _) in ICINGA_SERVICES.items()]
        self.host.write("/etc/icinga2/conf.d/test.conf", "".join(services))
        self.host.run("icinga2", "feature", "enable", "statusdata")
        self.host.run("systemctl", "reload", "icinga2")
        for name, (_, state, said) in ICINGA_SERVICES.items():
            with self.subTest(name):
                nagios_status.wait_for(self.host.root / ICINGA_STATUS, name, state, said)


if __name__ == "__main__":
    host_case.main()
