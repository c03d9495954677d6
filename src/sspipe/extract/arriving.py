"""What a feed offers, landed: read once for each state of its source, and beside it the contents that it had before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sspipe import storage
from sspipe.extract.beside import stated_beside
from sspipe.extract.index import ArrivalIndex, Arrived, Gone
from sspipe.extract.landing import Landing
from sspipe.extract.standing import found_again, gone_for
from sspipe.model.feeds import FeedFile, LandedFile

SETTLED = timedelta(seconds=2)
"""A file that was written so shortly before it arrived may change again without changing its mark."""

_Known = Mapping[tuple[str, str], Arrived]


@dataclass(frozen=True, slots=True)
class Arriving:
    """Lands what one feed offers at a moment and keeps the index of what arrived."""

    landing: Landing
    index: ArrivalIndex
    now: datetime

    def land(self, offered: Iterable[FeedFile]) -> tuple[LandedFile, ...]:
        """Every offered file as it stands now, and after them the former contents of the same names.

        Raises:
            LandingDamaged: when a landed file, or an entry of the index, is not what it was.
            SourceUnavailable: when an offered file cannot be read.
        """
        entries = self.index.entries()
        known = {(each.file_name, each.mark): each for each in entries}
        gone = self.index.destroyed()
        current = [self._landed(file, known, gone) for file in offered]
        return (*current, *self._former(current, entries, gone))

    def _landed(self, offered: FeedFile, known: _Known, gone: Gone) -> LandedFile:
        mark = storage.mark_of(offered.url)
        before = known.get((offered.file_name, mark.text))
        if before is not None and self._can_trust(before, mark):
            found = found_again(self.landing, offered, before, gone)
            if found is not None:
                return found
        landed = self.landing.keep(offered, gone_for(gone, offered.period))
        destroyed = gone.get((landed.source_file, offered.period))
        landed = replace(landed, stated=stated_beside(offered), destroyed=destroyed)
        self.index.keep([_arrived(landed, mark.text, self.now)])
        return landed

    @staticmethod
    def _can_trust(before: Arrived, mark: storage.Mark) -> bool:
        """A content is known again by its mark once that was older than a moment when it arrived."""
        return mark.written_at is not None and before.arrived_at - mark.written_at > SETTLED

    def _former(self, current: Iterable[LandedFile], entries: Iterable[Arrived], gone: Gone) -> Iterable[LandedFile]:
        standing = {each.offered.file_name: each for each in current}
        told = {(name, each.source_file) for name, each in standing.items()}
        for entry in entries:
            now = standing.get(entry.file_name)
            if now is None or (entry.file_name, entry.source_file) in told:
                continue
            told.add((entry.file_name, entry.source_file))
            found = found_again(self.landing, now.offered, entry, gone)
            if found is not None:
                yield replace(found, arrived_at=entry.arrived_at, is_former=True)


def _arrived(landed: LandedFile, mark: str, now: datetime) -> Arrived:
    return Arrived(
        file_name=landed.offered.file_name,
        source_file=landed.source_file,
        size_bytes=landed.size_bytes,
        origin=landed.offered.url,
        mark=mark,
        arrived_at=now,
        stated=landed.stated,
    )
