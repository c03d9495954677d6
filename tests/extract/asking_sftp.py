"""Asking an SFTP server as a pull does, with a password and soon given up."""

from dataclasses import replace
from typing import Any

from sspipe.model.sources import Login, LoginKind, SftpSource
from tests.extract.asking import SECRET
from tests.extract.serving_sftp import HOST_KEY, USER, Gate, SftpSender, public

PASSWORD = Login(kind=LoginKind.PASSWORD, user=USER, secret="stockport-ledger")
BY_PASSWORD = Gate(password=SECRET)
QUICK = SftpSource(
    url="sftp://127.0.0.1",
    file_name="file",
    host_keys=(public(HOST_KEY),),
    auth=PASSWORD,
    timeout_seconds=20,
    whole_seconds=60,
    attempts=2,
    backoff_seconds=0.001,
    longest_wait_seconds=60,
    most_bytes=1_000_000,
)
WAITS = 1
"""Seconds of patience with a server that is to fall silent: enough to shake hands on a machine with other work."""


def quick(there: SftpSender, **changes: Any) -> SftpSource:
    """A source at a sender of this machine."""
    return replace(QUICK, url=there.url(), **changes)
