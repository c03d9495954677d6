"""Feed files byte for byte under the hash of their content, one folder for each publisher."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from sspipe import storage
from sspipe.errors import LandingDamaged, SourceUnavailable
from sspipe.extract.index import Arrived
from sspipe.model.feeds import Feed, FeedFile, LandedFile


class _Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...

    def hexdigest(self) -> str: ...


@dataclass(slots=True)
class _Passing:
    """Counts and hashes bytes that pass through."""

    digest: _Hash = field(default_factory=hashlib.sha256)
    size_bytes: int = 0

    def through(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self.digest.update(chunk)
            self.size_bytes += len(chunk)
            yield chunk


@dataclass(frozen=True, slots=True)
class Kept:
    """A content in the landing area under its hash."""

    source_file: str
    size_bytes: int
    url: str


@dataclass(frozen=True, slots=True)
class Landing:
    """The landing area at a URL: `{url}/{publisher}/{sha256}`."""

    url: str

    def keep(self, offered: FeedFile, gone: Collection[str] = ()) -> LandedFile:
        """Keep one offered file, streamed; a content that is there already is checked and not written again.

        Contents that are `gone`, destroyed by rule, are known by their hash and do not come back.

        Raises:
            LandingDamaged: when the file that has this hash for its name has another content.
            SourceUnavailable: when the offered file cannot be read.
        """
        kept = self.keep_bytes(offered.feed, storage.chunks_of(offered.url), gone)
        return LandedFile(offered=offered, source_file=kept.source_file, size_bytes=kept.size_bytes, url=kept.url)

    def keep_bytes(self, feed: Feed, chunks: Iterable[bytes], gone: Collection[str] = ()) -> Kept:
        """Keep bytes as they come; where they break off, or are of a content that is gone, nothing is kept.

        Raises:
            LandingDamaged: as `keep`.
        """
        folder = self._folder(feed)
        passing = _Passing()
        temporary = storage.write_temporary(f"{folder}/arriving", passing.through(chunks))
        source_file = passing.digest.hexdigest()
        url = f"{folder}/{source_file}"
        if source_file in gone:
            storage.discard(temporary)
        elif not storage.settle(temporary, url):
            self._check(url, source_file)
        return Kept(source_file, passing.size_bytes, url)

    def holds(self, feed: Feed, arrived: Arrived) -> bool:
        """Whether the content of an entry stands there."""
        return storage.exists(f"{self._folder(feed)}/{arrived.source_file}")

    def destroy(self, publisher: str, source_file: str) -> None:
        """Delete a content of a publisher, if it is there; of nobody else, and nothing but the bytes.

        Raises:
            SourceUnavailable: when it cannot be deleted.
        """
        url = f"{self.url.rstrip('/')}/{publisher}/{source_file}"
        try:
            storage.discard(url)
        except OSError as error:
            action = "Check the right to delete there, and destroy again: it is on record as destroyed."
            raise SourceUnavailable(url, "bytes that cannot be deleted", "the right to delete them", action) from error

    def found(self, offered: FeedFile, arrived: Arrived) -> LandedFile:
        """A file whose content stands there already."""
        return LandedFile(
            offered=offered,
            source_file=arrived.source_file,
            size_bytes=arrived.size_bytes,
            url=f"{self._folder(offered.feed)}/{arrived.source_file}",
            stated=arrived.stated,
        )

    def _folder(self, feed: Feed) -> str:
        return f"{self.url.rstrip('/')}/{feed.publisher}"

    def check(self, landed: LandedFile) -> None:
        """Compare a landed file with its name.

        Raises:
            LandingDamaged: when they differ.
        """
        self._check(landed.url, landed.source_file)

    def _check(self, url: str, source_file: str) -> None:
        passing = _Passing()
        for _ in passing.through(storage.chunks_of(url)):
            pass
        if passing.digest.hexdigest() != source_file:
            raise LandingDamaged(
                url,
                f"content with another hash ({passing.size_bytes} bytes)",
                "the content that the file's name states",
                "Move the damaged file away and pull the feed again.",
            )
