"""What a web address gives for a period: a file or all the pages of an answer, written whole or not at all."""

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
    sleep: Callable[[float], None],
) -> Fetched[T] | Unchanged | NotThere:
    """Ask for a file, or for the pages of an answer, as `sspipe.extract.fetch.fetch` says."""
    url = source.address(parts)
    with Client(source, secrets, sleep) as client:
        if source.paging is None:
            return FileFetch(client, url, mark, write).fetch()
        return PagesFetch(client, url, source.paging, write).fetch()
