#!/usr/bin/python3
"""The packages as files: nothing in them tells where, when and by whom they were built, so that a
build elsewhere makes the same. Two whole builds are compared by hand, see CONTRIBUTING.md."""

import email.utils
import gzip
import io
import subprocess
import tarfile
import unittest

from debian_root import output
from fresh_host import ALL, PACKAGE_DIR, built
from watched_host import REPOSITORY

GZIP = b"\x1f\x8b"
GZIP_TIME = slice(4, 8)  # of its head, RFC 1952


def released():
    """The instant of the changelog, which stands for the time of the build."""
    date = output("dpkg-parsechangelog", "--file", str(REPOSITORY / "debian/changelog"),
                  "--show-field", "Date")
    return int(email.utils.parsedate_to_datetime(date.strip()).timestamp())


def archives(deb):
    """What is installed, and the maintainer scripts."""
    for option in ("--fsys-tarfile", "--ctrl-tarfile"):
        data = subprocess.run(["dpkg-deb", option, deb], capture_output=True, check=True).stdout
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            yield archive


def members():
    """(package, archive, member) of all of them."""
    for name in ALL:
        for archive in archives(built(name)):
            for member in archive.getmembers():
                yield name, archive, member


def content(archive, member):
    return archive.extractfile(member).read() if member.isfile() else b""


def unpacked(data):
    return gzip.decompress(data) if data.startswith(GZIP) else data


class Debs(unittest.TestCase):
    maxDiff = None

    def test_no_file_tells_where_it_was_built(self):
        places = [str(PACKAGE_DIR.resolve()).encode(), str(REPOSITORY).encode(), b"/ccache"]
        telling = [(package, member.name, place) for package, archive, member in members()
                   for place in places if place in unpacked(content(archive, member))]
        self.assertEqual(telling, [])

    def test_no_file_tells_when_it_was_built(self):
        latest = released()
        late = [(package, member.name) for package, _, member in members()
                if member.mtime > latest]
        self.assertEqual(late, [])
        heads = [(package, member.name, content(archive, member)[:8])
                 for package, archive, member in members()]
        self.assertEqual([head for head in heads
                          if head[2].startswith(GZIP) and any(head[2][GZIP_TIME])], [])

    def test_all_is_roots_and_no_umask_is_seen(self):
        owners = {(member.uname, member.gname) for _, _, member in members()}
        self.assertEqual(owners, {("root", "root")})
        modes = {member.mode for _, _, member in members() if not member.issym()}
        self.assertEqual(modes, {0o644, 0o755})


if __name__ == "__main__":
    unittest.main(verbosity=2)
