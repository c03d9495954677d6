"""What a feed's source gives, landed: asked for the periods that are wanted, beside everything that it gave before."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sspipe.errors import FileRefused, SourceRefused
from sspipe.extract.fetch import fetch
from sspipe.extract.fetched import Fetched
from sspipe.extract.folder import file_named
from sspipe.extract.http_rights import Secrets
from sspipe.extract.index import ArrivalIndex, Arrived, Gone
from sspipe.extract.landing import Kept, Landing
from sspipe.extract.standing import gone_for
from sspipe.model.feeds import Feed, LandedFile
from sspipe.model.findings import Finding, Severity, Where
from sspipe.model.periods import Period
from sspipe.model.sources import HttpSource, Mark, SftpSource, parts_of

PERIOD_GROUPS = frozenset({"period", "period_number", "calendar_month"})


@dataclass(frozen=True, slots=True)
class Fetching:
    """Asks the source of one feed at a moment, lands what comes, and keeps the index of what arrived."""

    feed: Feed
    source: HttpSource | SftpSource
    landing: Landing
    index: ArrivalIndex
    now: datetime
    secrets: Secrets

    def land(self, wanted: Period, earlier: Iterable[Period]) -> tuple[tuple[LandedFile, ...], tuple[Finding, ...]]:
        """Ask for the wanted period, and for each earlier one of which nothing ever arrived; then everything there is.

        Raises:
            SourceUnavailable: when the source cannot answer now.
            SecretUnusable: when there is no secret to ask with.
        """
        there = {file.offered.period for file in self.landed()}
        asked = self._asked(wanted, [period for period in earlier if period not in there])
        told = [finding for period in asked for finding in self._ask(period)]
        return tuple(self.landed()), tuple(told)

    def landed(self) -> Iterator[LandedFile]:
        """What arrived and stands there, or was destroyed by rule: the latest content of a name and the former ones."""
        gone = self.index.destroyed()
        entries = self._entries(gone)
        latest = {entry.file_name: entry for entry in entries}
        told: set[tuple[str, str]] = set()
        for entry in reversed(entries):
            key = (entry.file_name, entry.source_file)
            if key not in told:
                told.add(key)
                offered = file_named(self.feed, entry.origin, entry.file_name)
                is_former = entry is not latest[entry.file_name]
                found = self.landing.found(offered, entry)
                destroyed = gone.get((entry.source_file, offered.period))
                yield replace(found, arrived_at=entry.arrived_at, is_former=is_former, destroyed=destroyed)

    def _asked(self, wanted: Period, missing: list[Period]) -> list[Period | None]:
        tells_period = PERIOD_GROUPS & set(re.compile(self.feed.name_pattern).groupindex)
        return [*missing, wanted] if tells_period else [None]

    def _ask(self, period: Period | None) -> Iterator[Finding]:
        parts = parts_of(period, self.now.date())
        name = self.source.name(parts)
        try:
            answer = fetch(self.source, parts, self.secrets, self._mark_of(period), self._write_for(period))
        except (FileRefused, SourceRefused) as fault:
            yield self._told(fault, name)
            return
        if isinstance(answer, Fetched):
            self.index.keep([self._arrived(name, answer)])

    def _write_for(self, period: Period | None) -> Callable[[Iterable[bytes]], Kept]:
        gone = gone_for(self.index.destroyed(), period)
        return lambda chunks: self.landing.keep_bytes(self.feed, chunks, gone)

    def _mark_of(self, period: Period | None) -> Mark | None:
        """The sender's mark of the newest content of a period that still stands there; a folder's files have none."""
        newest = [file for file in self._entries(self.index.destroyed()) if self._period_of(file) == period][-1:]
        return Mark(**json.loads(newest[0].mark)) if newest and newest[0].mark.startswith("{") else None

    def _entries(self, gone: Gone) -> list[Arrived]:
        return [
            entry
            for entry in self.index.entries()
            if (entry.source_file, self._period_of(entry)) in gone or self.landing.holds(self.feed, entry)
        ]

    def _period_of(self, entry: Arrived) -> Period | None:
        return file_named(self.feed, entry.origin, entry.file_name).period

    def _arrived(self, name: str, answer: Fetched[Kept]) -> Arrived:
        return Arrived(
            file_name=name,
            source_file=answer.written.source_file,
            size_bytes=answer.written.size_bytes,
            origin=answer.url,
            mark=json.dumps(asdict(answer.mark)),
            arrived_at=self.now,
            stated=answer.stated,
        )

    def _told(self, fault: FileRefused | SourceRefused, name: str) -> Finding:
        """What the source gave is not used; what it gave before stays in use, where there is anything."""
        return Finding(
            severity=Severity.REJECT,
            rule="source_refused",
            where=Where(council=self.feed.publisher, feed=self.feed.feed, file_name=name),
            found=fault.found,
            expected=fault.expected,
            action=fault.action,
        )
