"""Memory does not grow with what is fetched over SFTP: measured in a process that does nothing else."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.extract.serving_sftp import HOST_KEY, Gate, Held, Way, public, sftp_sender

MEGABYTE = 1 << 20
MOST_GROWTH = 12 * MEGABYTE
PIECE = b"2022,06,1234.56,a line of a ledger\n" * 10_000

ASK = """
import resource, sys
from sspipe import storage
from sspipe.extract.fetch import fetch
from sspipe.model.sources import Login, LoginKind, SftpSource

def ask(path):
    auth = Login(kind=LoginKind.PASSWORD, user="sspipe", secret="gl")
    source = SftpSource(url=sys.argv[1] + path, file_name="x", host_keys=(sys.argv[2],), auth=auth)
    write = lambda chunks: storage.write_temporary(sys.argv[3] + "/arriving", chunks)
    return fetch(source, {}, str, None, write)

def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

ask("/small")
before = most()
came = ask("/large")
print(most() - before, came.written)
"""


@dataclass
class Long(Held):
    """A file that nobody holds as a whole, from a server that answers with less than it is asked for."""

    most: int = 20_001

    async def read(self, offset: int, size: int) -> bytes:
        at = offset % len(PIECE)
        return PIECE[at : at + min(size, self.most, (self.size or 0) - offset)]


def way(megabytes: int) -> Way:
    return Way(lambda: Long(size=megabytes * MEGABYTE), Gate(password="gl"))


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    with sftp_sender(way(1), way(30)) as there:
        command = [sys.executable, "-c", ASK, there.url(""), public(HOST_KEY), str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    assert done.returncode == 0, done.stderr
    growth, written = done.stdout.split()
    assert Path(written).stat().st_size > 2 * MOST_GROWTH
    assert int(growth) < MOST_GROWTH
