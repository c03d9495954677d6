"""What a source of any kind gives for a period, asked in the way of its kind."""

import time
from collections.abc import Callable, Iterable
from typing import TypeVar

from sspipe.extract import http_fetch, sftp_fetch
from sspipe.extract.fetched import Fetched, NotThere, Unchanged
from sspipe.extract.http_rights import Secrets
from sspipe.model.sources import HttpSource, Mark, Parts, SftpSource

T = TypeVar("T")


def fetch(  # noqa: PLR0913 - a source, what is asked of it, and the world around it
    source: HttpSource | SftpSource,
    parts: Parts,
    secrets: Secrets,
    mark: Mark | None,
    write: Callable[[Iterable[bytes]], T],
    *,
    sleep: Callable[[float], None] = time.sleep,
) -> Fetched[T] | Unchanged | NotThere:
    """Ask a source once, with patience, and hand the bytes to `write` as they come.

    `parts` fill the templates. `mark` is that of the version in hand, for the sender to say that it is unchanged; paged
    answers have none. `write` is called anew for each try, and must keep nothing when its chunks raise, as
    `storage.write_temporary` does: whatever they raise means that the answer is not whole.

    Raises:
        SourceUnavailable: when it cannot be had whole now; a later call may.
        SourceRefused: when the sender will not give it, or cannot be trusted.
        SecretUnusable: when there is no secret to ask with.
        FileRefused: when what came is wrong.
    """
    if isinstance(source, SftpSource):
        return sftp_fetch.fetch(source, parts, secrets, mark, write, sleep=sleep)
    return http_fetch.fetch(source, parts, secrets, mark, write, sleep=sleep)
