"""A minimal Debian on which our packages are installed with apt, as a sysadmin would."""

import json
import os
import pathlib
import shutil
import subprocess
import uuid

import debian_root
import truth
from host import wait_until
from watched_host import REPOSITORY, WatchedHost

# Where ./package put the packages to be tested.
PACKAGE_DIR = pathlib.Path(os.environ.get("SA_PACKAGE_DIR", REPOSITORY / "build/package"))
SHELF = debian_root.PACKAGES
OURS = ("scriptactivity", "monitoring-plugins-scriptactivity")
ALL = (*OURS, "scriptactivity-upstart")
PLUGIN = "/usr/lib/nagios/plugins/check_sa_units"
JOBS = "/etc/scriptactivity/jobs.d"
# What a package may change for good, or what changes by itself. Users stay, as Debian has it.
RESTLESS = ("/etc/group", "/etc/gshadow", "/etc/passwd", "/etc/shadow", "/etc/subgid",
            "/etc/subuid", "/etc/.pwd.lock", "/srv/packages", "/var/backups", "/var/cache",
            "/var/lib/apt", "/var/lib/dpkg", "/var/lib/systemd", "/var/log", "/var/tmp",
            "/var/truth")
# Each path with its kind and where a link leads.
FIND = ("find", "/", "-xdev", "-printf", "%p\\t%y\\t%l\\n")


def built(name):
    """The package of this name that ./package built."""
    found = [path for path in PACKAGE_DIR.glob("*.deb") if path.name.split("_")[0] == name]
    assert len(found) == 1, f"SA_PACKAGE_DIR={PACKAGE_DIR} holds {found}: run ./package"
    return found[0]


def needs(names=ALL):
    """What they depend on and recommend, but each other, as `apt-get satisfy` takes it."""
    lines = [debian_root.output("dpkg-deb", "--field", str(built(name)), field).strip()
             for name in names for field in debian_root.ASKED_OF_DEBS]
    return ", ".join(need for line in lines for need in line.split(", ")
                     if need and need.split()[0] not in ALL)


def lasting(printed):
    """Of what FIND printed: all that is not restless."""
    return {line for line in printed.splitlines() if not line.startswith(RESTLESS)}


def version_of(deb):
    return debian_root.output("dpkg-deb", "--field", str(deb), "Version").strip()


class FreshHost(WatchedHost):
    nspawn_options = ("--timezone=off",)  # it has its own

    def __init__(self, settings=None, zone="Etc/UTC"):
        super().__init__()
        self.settings = settings or {}  # the locale of everybody
        self.zone = zone

    def _mount(self):
        archive = debian_root.archive_for([built(name) for name in ALL], PACKAGE_DIR)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=0755", "sa-host", self.directory],
                       check=True)
        self.root.mkdir()
        subprocess.run(["tar", "-xf", archive, "-C", self.root], check=True)

    def _furnish(self):
        self.write("/etc/machine-id", uuid.uuid4().hex + "\n")
        self.write("/etc/hostname", "testhost\n")
        (self.root / "var/log/journal").mkdir(parents=True, exist_ok=True)
        for path in ("/etc/default/locale", "/etc/locale.conf"):
            self.write(path, "".join(f"{name}={value}\n" for name, value in self.settings.items()))
        localtime = self.root / "etc/localtime"
        localtime.unlink(missing_ok=True)
        localtime.symlink_to(f"/usr/share/zoneinfo/{self.zone}")
        self.write("/etc/timezone", f"{self.zone}\n")
        truth.install(self)
        self.stock(*(built(name) for name in ALL))

    def stock(self, *debs):
        """Puts packages on the host's shelf."""
        (self.root / SHELF.lstrip("/")).mkdir(exist_ok=True)
        for deb in debs:
            shutil.copy(deb, self.root / SHELF.lstrip("/"))

    def stock_version(self, version):
        """Our packages as they would be with this version."""
        for name in OURS:
            tree = self.directory / "repacked"
            subprocess.run(["dpkg-deb", "--raw-extract", built(name), tree], check=True)
            control = tree / "DEBIAN/control"
            lines = [f"Version: {version}" if line.startswith("Version:") else line
                     for line in control.read_text().splitlines()]
            control.write_text("\n".join(lines) + "\n")
            target = self.root / SHELF.lstrip("/") / f"{name}_{version}_test.deb"
            debian_root.output("dpkg-deb", "-Znone", "--root-owner-group", "--build", str(tree),
                               str(target))
            shutil.rmtree(tree)

    def run(self, *arguments, environment=None, **options):
        return super().run(*arguments, environment=self.settings | (environment or {}), **options)

    def apt(self, *arguments, check=True):
        return self.run("apt-get", "--yes", *arguments, check=check, timeout=600,
                        environment={"DEBIAN_FRONTEND": "noninteractive"})

    def on_shelf(self, names=OURS, version="*"):
        """The packages as apt takes them."""
        shelf = self.root / SHELF.lstrip("/")
        found = [f"{SHELF}/{path.name}" for name in names
                 for path in shelf.glob(f"{name}_{version}_*.deb")]
        assert len(found) == len(names), found
        return found

    def install_packages(self, *options, version="*", names=OURS):
        """From the shelf, with what they need."""
        return self.apt("install", *options, *self.on_shelf(names, version))

    def installed_version(self, name="scriptactivity"):
        return self.output("dpkg-query", "--show", "--showformat=${Version}", name)

    def watcher_is_up(self):
        return self.properties("sa-watcher.service", "ActiveState")["ActiveState"] == "active"

    def wait_for_watcher(self):
        wait_until(self.watcher_is_up, 30, "the watcher to be up")

    def listed_timers(self):
        """Of the whole host, as systemd has it."""
        output = self.output("systemctl", "list-timers", "--all", "--output=json")
        return {row["unit"] for row in json.loads(output)}

    def status_timers(self):
        return {timer for row in self.json("status", "--all") for timer in row["timers"]}

    def plugin(self, *options):
        """As the user nagios, who is in no group of ours."""
        return self.run("setpriv", "--reuid=nagios", "--regid=nagios", "--clear-groups", "--",
                        PLUGIN, *options, check=False)

    def files(self):
        """Every path of the host that is not restless."""
        return lasting(self.output(*FIND))
