"""A freshly made minimal Debian, with systemd and nothing of ours: an archive that is kept for the
next time. What our packages depend on was downloaded into it and not installed, so that apt inside
needs no network, and so was what asks our plugin."""

import fcntl
import hashlib
import os
import pathlib
import shutil
import subprocess
import tempfile

SUITE = "bookworm"
INCLUDED = ["systemd-sysv", "locales"]
LOCALE = "de_DE.UTF-8"
PACKAGES = "/srv/packages"
ASKED_OF_DEBS = ("Depends", "Recommends")
MONITORS = ("nagios-nrpe-server", "nagios-nrpe-plugin", "icinga2")
# Of this machine's own apt: where it gets packages from, and how.
SOURCE_LINE = "deb $(REPO_URI) $(RELEASE) $(COMPONENT)"
TRANSPORT = ("Acquire::http", "Acquire::https", "Acquire::Check", "Acquire::Retries")


def output(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stderr}"
    return done.stdout


def sources():
    lines = set(output("apt-get", "indextargets", "--format", SOURCE_LINE, "Created-By: Packages",
                       "Origin: Debian").splitlines())
    assert any(f" {SUITE} " in line for line in lines), \
        f"apt of this machine knows no Debian {SUITE}: run 'apt-get update'"
    return "".join(f"{line}\n" for line in sorted(lines))


def transport():
    lines = output("apt-config", "dump").splitlines()
    return "".join(f"{line}\n" for line in lines if line.startswith(TRANSPORT))


def digest(debs):
    """Changes with all that the archive is made of."""
    parts = [pathlib.Path(__file__).read_text(), sources(), transport()]
    parts += [output("dpkg-deb", "--field", str(deb), *ASKED_OF_DEBS) for deb in debs]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def make(archive, debs):
    """In memory: dpkg syncs each file."""
    with tempfile.TemporaryDirectory(prefix="sa-root-") as name:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=0755", "sa-root", name], check=True)
        try:
            make_in(pathlib.Path(name), archive, debs)
        finally:
            subprocess.run(["umount", "--lazy", name], check=True)


def make_in(directory, archive, debs):
    (directory / "sources").write_text(sources())
    (directory / "transport").write_text(transport())
    names = " ".join(f"{PACKAGES}/{deb.name}" for deb in debs)
    hooks = [f'mkdir "$1"{PACKAGES}', f'cp {" ".join(map(str, debs))} "$1"{PACKAGES}',
             f'chroot "$1" apt-get install --install-recommends --download-only --yes {names}',
             'chroot "$1" apt-get install --no-install-recommends --download-only --yes '
             + " ".join(MONITORS),
             f'rm -r "$1"{PACKAGES}',
             f'chroot "$1" localedef -i {LOCALE.split(".")[0]} -f UTF-8 {LOCALE}']
    command = ["mmdebstrap", "--quiet", "--mode=root", "--format=tar", "--variant=minbase",
               f"--include={','.join(INCLUDED)}", f"--aptopt={directory}/transport",
               "--skip=cleanup/apt", *(f"--customize-hook={hook}" for hook in hooks),
               SUITE, str(directory / "root.tar"), str(directory / "sources")]
    done = subprocess.run(command, capture_output=True, text=True, check=False,
                          env=os.environ | {"TMPDIR": str(directory)})
    assert done.returncode == 0, f"mmdebstrap: {done.stderr[-3000:]}"
    unfinished = archive.with_suffix(".new")
    shutil.move(directory / "root.tar", unfinished)
    unfinished.rename(archive)


def archive_for(debs, directory):
    """The path of the archive in `directory`, made unless it is there. Needs root."""
    archive = directory / f"debian-root-{digest(debs)}.tar"
    with open(directory / "debian-root.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another theme may be about to make it
        if not archive.exists():
            for old in directory.glob("debian-root-*.tar"):
                old.unlink()
            make(archive, debs)
    return archive
