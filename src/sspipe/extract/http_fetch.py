"""What a source gives for a period: a file or all the pages of an answer, written whole or not at all."""

import time
from collections.abc import Callable, Iterable
from typing import TypeVar

from sspipe.extract.fetched import Fetched, NotThere, Unchanged
from sspipe.extract.http import Client
from sspipe.extract.http_file import FileFetch
from sspipe.extract.http_pages import PagesFetch
from sspipe.extract.http_rights import Secrets
from sspipe.model.sources import HttpSource, Mark, Parts

T = TypeVar("T")


def fetch(  # noqa: PLR0913 - a source, what is asked of it, and the world around it
    source: HttpSource,
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
    url = source.address(parts)
    with Client(source, secrets, sleep) as client:
        if source.paging is None:
            return FileFetch(client, url, mark, write).fetch()
        return PagesFetch(client, url, source.paging, write).fetch()
