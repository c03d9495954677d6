"""What an SFTP server gives for a period: one file, written whole or not at all."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import unquote, urlsplit

from sspipe.errors import FileRefused, SourceRefused, SourceUnavailable
from sspipe.extract.fetched import Fetched, NotThere, Unchanged
from sspipe.extract.http_addresses import shown
from sspipe.extract.http_rights import Secrets
from sspipe.extract.limits import too_much, within_limit
from sspipe.extract.patience import LATER, Patience, stopped
from sspipe.model.sources import Mark, Parts, SftpSource
from sspipe.model.stated import Stated

if TYPE_CHECKING:
    from sspipe.extract.sftp import Peer, Standing

T = TypeVar("T")
_NOT_THERE = "no such file"


def fetch(  # noqa: PLR0913 - as `sspipe.extract.fetch.fetch`
    source: SftpSource,
    parts: Parts,
    secrets: Secrets,
    mark: Mark | None,
    write: Callable[[Iterable[bytes]], T],
    *,
    sleep: Callable[[float], None],
) -> Fetched[T] | Unchanged | NotThere:
    """Ask for a file, as `sspipe.extract.fetch.fetch` says."""
    url = source.address(parts)
    logins = _logins(source, url, secrets)
    return Patience(source, sleep).patiently(SftpFetch(source, url, mark, write, logins).once)


def _logins(source: SftpSource, url: str, secrets: Secrets) -> "Callable[[], AbstractContextManager[Peer]]":
    """What logs in, each time anew; the extra `sftp` is asked for by those sites alone that have such a source."""
    try:
        from sspipe.extract import sftp, sftp_rights  # noqa: PLC0415 - they need the extra
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("sspipe"):
            raise
    else:
        rights = sftp_rights.rights_of(source.auth, secrets)
        return lambda: sftp.logged_in(source, url, rights)
    found, action = "a source over SFTP, and nothing here to ask it with", "Install it: pip install sspipe[sftp]"
    raise SourceRefused(shown(url), found, "the extra sftp of sspipe", action)


@dataclass(frozen=True, slots=True)
class SftpFetch(Generic[T]):
    """One file to be fetched: `write` is handed its bytes, anew at each try, and keeps nothing when they break off."""

    source: SftpSource
    url: str
    mark: Mark | None
    write: Callable[[Iterable[bytes]], T]
    logins: "Callable[[], AbstractContextManager[Peer]]"

    def once(self) -> Fetched[T] | Unchanged | NotThere:
        """Fetch it in one login.

        Raises:
            MayPass: when asking again may help.
            SourceUnavailable: when it cannot be had whole now.
            SourceRefused: when it will not be given.
            FileRefused: when what comes is no file.
        """
        path = unquote(urlsplit(self.url).path)
        with self.logins() as peer:
            before = peer.standing(path)
            if before is None:
                return NotThere(found=_NOT_THERE, url=shown(self.url))
            if self.mark is not None and _is_same(self.mark, self._mark_of(before)):
                return Unchanged(mark=self.mark, url=shown(self.url))
            self._refuse_unfit(before)
            if not peer.is_opened(path):
                return NotThere(found=_NOT_THERE, url=shown(self.url))
            return self._taken(peer, path, before)

    def _mark_of(self, standing: "Standing") -> Mark:
        written = "" if standing.written is None else str(standing.written)
        return Mark(url=self.url, last_modified=written, size=standing.size)

    def _refuse_unfit(self, standing: "Standing") -> None:
        if standing.is_folder:
            action = "Ask the sender where its files are, and correct the feed's source in feeds.yaml."
            raise SourceRefused(shown(self.url), "a folder", "a file", action)
        if (standing.size or 0) > self.source.most_bytes:
            raise too_much(shown(self.url), self.source.most_bytes)

    def _taken(self, peer: "Peer", path: str, before: "Standing") -> Fetched[T]:
        pieces = self._pieces(peer, path, before)
        return Fetched(
            written=self.write(within_limit(shown(self.url), pieces, self.source.most_bytes)),
            mark=self._mark_of(before),
            stated=Stated(),
            url=shown(self.url),
            rows=None,
            is_length_proved=True,  # SFTP says where a file ends, whether or not a size was stated
        )

    def _pieces(self, peer: "Peer", path: str, before: "Standing") -> Iterator[bytes]:
        """The bytes of the opened file; their end is none before the server says that nothing changed meanwhile."""
        came = 0
        for piece in peer.pieces(before.size):
            came += len(piece)
            if before.size is not None and came > before.size:
                raise self._still_written()
            yield piece
        if peer.standing(path) != before:
            raise self._still_written()
        if before.size is not None and came != before.size:
            raise stopped(self.url, came, before.size, None)
        if not came:
            raise FileRefused(shown(self.url), "an empty file", "a file", "Ask the sender to send it again.")

    def _still_written(self) -> SourceUnavailable:
        found = "a file that is still being written: it changed while it was read"
        return SourceUnavailable(shown(self.url), found, "a file that is finished", LATER)


def _is_same(before: Mark, now: Mark) -> bool:
    """Whether two marks are of the same bytes: the same address, size and time, all of them known."""
    return before == now and now.size is not None and bool(now.last_modified)
