"""What arrived when, from where and under which name: an entry in the landing area for each content of a name."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from pydantic import TypeAdapter

from sspipe import storage
from sspipe.errors import LandingDamaged, SourceUnavailable
from sspipe.model.destroyed import Destroyed
from sspipe.model.feeds import Feed
from sspipe.model.periods import Period
from sspipe.model.stated import NOTHING_STATED, Stated

_SHOWN = 16
_GONE = "destroyed"
Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """One content under one name. `mark` is the source's own mark of it; `origin` holds no credentials."""

    file_name: str
    source_file: str
    size_bytes: int
    origin: str
    mark: str
    arrived_at: datetime
    stated: Stated = NOTHING_STATED


_AS_JSON = TypeAdapter(Arrived)
_DESTROYED = TypeAdapter(Destroyed)
Gone = Mapping[tuple[str, Period | None], Destroyed]
"""What was destroyed of a feed, by hash and period."""


@dataclass(frozen=True, slots=True)
class ArrivalIndex:
    """The entries of one feed of one site, at a URL beside the landed files."""

    url: str

    def entries(self) -> tuple[Arrived, ...]:
        """Everything that arrived, the earliest first.

        Raises:
            LandingDamaged: when an entry cannot be read.
        """
        try:
            names = storage.names_in(self.url)
        except SourceUnavailable:
            return ()  # nothing has arrived yet
        return tuple(sorted(map(self._read, names), key=lambda each: (each.arrived_at, each.file_name)))

    def keep(self, arrived: Iterable[Arrived]) -> None:
        """Keep what arrived; what stands there already stays as it was first seen, unless another came in between."""
        for each in arrived:
            if not self._put(each, _entry_name(each)) and self._latest_of(each.file_name) != each.source_file:
                self._put(each, f"{each.arrived_at:%Y%m%dT%H%M%S%f}-{_entry_name(each)}")

    def destroyed(self) -> Gone:
        """What was destroyed by rule; the entries of what arrived stay beside it.

        Raises:
            LandingDamaged: as `entries`.
        """
        folder = f"{self.url}/{_GONE}"
        try:
            names = storage.names_in(folder)
        except SourceUnavailable:
            return {}  # nothing was destroyed yet
        every = [_read(f"{folder}/{name}", _DESTROYED) for name in names]
        return {(each.source_file, each.period): each for each in every}

    def keep_destroyed(self, destroyed: Destroyed) -> None:
        """Keep that a content is destroyed for a period; said again it stays as it was first said."""
        name = f"{destroyed.source_file[:_SHOWN]}-{destroyed.period or 'every'}.json"
        storage.put_new(f"{self.url}/{_GONE}/{name}", [_DESTROYED.dump_json(destroyed)])

    def _put(self, arrived: Arrived, name: str) -> bool:
        return storage.put_new(f"{self.url}/{name}", [_AS_JSON.dump_json(arrived)])

    def _latest_of(self, file_name: str) -> str:
        return [entry.source_file for entry in self.entries() if entry.file_name == file_name][-1]

    def _read(self, name: str) -> Arrived:
        return _read(f"{self.url}/{name}", _AS_JSON)


def _read(url: str, form: TypeAdapter[Entry]) -> Entry:
    with storage.open_read(url) as source:
        try:
            return form.validate_json(source.read())
        except ValueError as error:
            raise LandingDamaged(
                url,
                "an entry that cannot be read",
                "an entry of the landing index",
                "Move the entry away and pull the feed again.",
            ) from error


def index_of(landing_url: str, site: str, feed: Feed) -> ArrivalIndex:
    """The index of a feed: `{landing}/{publisher}/index/{site}/{noun}`."""
    return ArrivalIndex(f"{landing_url.rstrip('/')}/{feed.publisher}/index/{site}/{feed.noun}")


def contents_of_other_sites(landing_url: str, site: str, publisher: str) -> Mapping[str, str]:
    """The contents of a publisher that other sites' indexes name, each with one such site."""
    indexes = f"{landing_url.rstrip('/')}/{publisher}/index"
    found: dict[str, str] = {}
    for other in storage.folders_in(indexes):
        for noun in storage.folders_in(f"{indexes}/{other}") if other != site else ():
            index = ArrivalIndex(f"{indexes}/{other}/{noun}")
            gone = {source_file for source_file, _ in index.destroyed()}
            found |= {each.source_file: other for each in index.entries() if each.source_file not in gone}
    return found


def _entry_name(arrived: Arrived) -> str:
    """One entry for a content, a name and a mark: the same bytes written anew are known again by their new mark."""
    told = f"{arrived.file_name}\0{arrived.mark}".encode()
    return f"{arrived.source_file[:_SHOWN]}-{hashlib.sha256(told).hexdigest()[:_SHOWN]}.json"
