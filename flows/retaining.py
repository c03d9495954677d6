"""Which raw contents of a site are past their term on a day, and what still stands in the way of destroying each (R19).

A content is looked at with everything that it serves: it goes only where the term of each of its feeds and periods is
over, each period is published and settled, nobody waits for it, and no other site names it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine

from flows.closing import site_now
from sspipe.errors import SourceUnavailable
from sspipe.extract.folder import file_named, offered_files
from sspipe.extract.index import Arrived, contents_of_other_sites, index_of
from sspipe.extract.landing import Landing
from sspipe.model.feeds import Feed, LandedFile
from sspipe.model.periods import Period
from sspipe.model.retention import RetentionRule, kept_until, year_of
from sspipe.model.site import Site
from sspipe.settings import Settings
from sspipe.storage import names_in
from sspipe.store.judged import Judged, judged
from sspipe.terms.site import read_retention


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One feed and period that a content serves, by the file of it that was known first.

    `kept_until` None: no rule says how long. `is_served`: it stays in use once its sender offers it no more.
    """

    landed: LandedFile
    arrived_at: datetime
    kept_until: date | None
    rule: str
    rule_source: str
    is_destroyed: bool
    is_served: bool

    @property
    def feed(self) -> Feed:
        """The feed."""
        return self.landed.offered.feed

    @property
    def period(self) -> Period | None:
        """The period; None where it serves every one."""
        return self.landed.offered.period


@dataclass(frozen=True, slots=True, kw_only=True)
class RawContent:
    """One content of the landing area with its uses; `obstacles` say what stands in the way of destroying it.

    `other_site` has a file of the same content, in the same landing area; empty: none has.
    """

    publisher: str
    source_file: str
    size_bytes: int
    uses: tuple[Use, ...]
    obstacles: tuple[str, ...]
    other_site: str

    @property
    def kept_until(self) -> date:
        """The last day of the longest term."""
        return max(use.kept_until or date.max for use in self.uses)

    @property
    def is_destroyed(self) -> bool:
        """Whether it is on record as destroyed for all that it serves: only its bytes have not gone yet."""
        return all(use.is_destroyed for use in self.uses)

    def is_past(self, day: date) -> bool:
        """Whether every term is over."""
        return self.kept_until < day


@dataclass(frozen=True, slots=True, kw_only=True)
class Retained:
    """A site, its rules, and every content in the landing area of a feed that a rule names.

    `strays` counts by publisher the contents of which no entry says what they serve.
    """

    site: Site
    as_of: date
    rules: tuple[RetentionRule, ...]
    contents: tuple[RawContent, ...]
    strays: tuple[tuple[str, int], ...]

    @property
    def past(self) -> tuple[RawContent, ...]:
        """What is past its term, by publisher, feed and period."""
        return tuple(each for each in self.contents if each.is_past(self.as_of))


def retained(site_folder: Path, settings: Settings, engine: Engine, as_of: date) -> Retained:
    """What a site's rules say on a day of what stands in its landing area."""
    site, rules = site_now(site_folder), read_retention(site_folder)
    looking = _Looking(site_folder, site, rules, settings.landing, judged(engine, site.site), as_of)
    contents: list[RawContent] = []
    strays: list[tuple[str, int]] = []
    for publisher in sorted({rule.publisher for rule in rules}):
        every = tuple(looking.contents(publisher))
        contents += [each for each in every if any(use.rule for use in each.uses)]
        strays.append((publisher, looking.strays(publisher, every)))
    return Retained(site=site, as_of=as_of, rules=rules, contents=tuple(contents), strays=tuple(strays))


@dataclass(frozen=True, slots=True)
class _Looking:
    """What has to be known of a site to look at its contents."""

    site_folder: Path
    site: Site
    rules: Sequence[RetentionRule]
    landing: str
    standing: Judged
    as_of: date

    def contents(self, publisher: str) -> Iterator[RawContent]:
        """Every content of a publisher that is there, with what it serves."""
        elsewhere = contents_of_other_sites(self.landing, self.site.site, publisher)
        by_content: dict[str, list[Use]] = {}
        for feed in (each for each in self.site.feeds if each.publisher == publisher):
            for use in self._uses(feed):
                by_content.setdefault(use.landed.source_file, []).append(use)
        for source_file, uses in by_content.items():
            yield RawContent(
                publisher=publisher,
                source_file=source_file,
                size_bytes=uses[0].landed.size_bytes,
                uses=tuple(uses),
                obstacles=tuple(self._obstacles(uses, elsewhere.get(source_file, ""))),
                other_site=elsewhere.get(source_file, ""),
            )

    def strays(self, publisher: str, known: Iterable[RawContent]) -> int:
        """How many contents stand in a publisher's folder of which no entry says what they serve."""
        try:
            names = names_in(f"{self.landing.rstrip('/')}/{publisher}")
        except SourceUnavailable:
            return 0  # nothing of it has ever arrived
        return len(set(names) - {each.source_file for each in known})

    def _uses(self, feed: Feed) -> Iterator[Use]:
        """What each content of a feed serves, once for a period, by the name under which it was known first."""
        index, landing = index_of(self.landing, self.site.site, feed), Landing(self.landing)
        gone, offered = index.destroyed(), self._offered(feed)
        found: dict[tuple[str, Period | None], list[tuple[LandedFile, Arrived]]] = {}
        for entry in index.entries():
            if re.fullmatch(feed.name_pattern, entry.file_name) and landing.holds(feed, entry):
                landed = landing.found(file_named(feed, entry.origin, entry.file_name), entry)
                found.setdefault((entry.source_file, landed.offered.period), []).append((landed, entry))
        standing = {period for (_, period), files in found.items() if _names(files) & offered}
        for (source_file, period), files in found.items():
            landed, _ = min(files, key=lambda file: (file[0].offered.known_from, file[1].arrived_at))
            is_alone = period is not None and period not in standing and self.standing.rests_on(period, source_file)
            yield self._use(
                landed,
                min(entry.arrived_at for _, entry in files),
                is_destroyed=(source_file, period) in gone,
                is_served=bool(_names(files) & offered) or feed.source is not None or is_alone,
            )

    def _offered(self, feed: Feed) -> frozenset[str]:
        """The names that a feed's folder shows; of a source none is needed, for what it once gave stays in use."""
        if feed.source is not None:
            return frozenset()
        files, _ = offered_files(feed, str(self.site_folder.absolute()))
        return frozenset(file.file_name for file in files)

    def _use(self, landed: LandedFile, arrived_at: datetime, *, is_destroyed: bool, is_served: bool) -> Use:
        rule = next((each for each in self.rules if each.covers(landed.offered.feed)), None)
        term = None if rule is None else rule.on(self.as_of)
        year = year_of(landed.offered.period, landed.offered.known_from, arrived_at.date())
        months = None if term is None else term.value
        return Use(
            landed=landed,
            arrived_at=arrived_at,
            kept_until=None if months is None else kept_until(year, months),
            rule="" if rule is None else rule.rule,
            rule_source="" if term is None else term.source,
            is_destroyed=is_destroyed,
            is_served=is_served,
        )

    def _obstacles(self, uses: Iterable[Use], other_site: str) -> Iterator[str]:
        if other_site:
            yield f"the site {other_site} has it too"
        for use in uses:
            yield from self._unsettled(use)

    def _unsettled(self, use: Use) -> Iterator[str]:
        """Why what one use serves is not settled."""
        if not use.rule:
            yield f"it is a file of {use.feed.feed} too, which no rule names"
        if use.period is not None and self.site.close_day_of(use.period) > self.as_of:
            yield f"{use.period.label} is not closed yet"
        unpublished = "" if use.period is None else self.standing.unpublished(use.period)
        if unpublished:
            yield unpublished
        elif not self.standing.was_looked_at(use.period, use.landed.offered.known_from, use.arrived_at):
            yield "no period was published since it came"
        waiting = self.standing.waiting_for(use.period)
        if waiting:
            yield f"{', '.join(period.label for period in waiting)} waits, and is worked out from it"


def _names(files: Iterable[tuple[LandedFile, Arrived]]) -> frozenset[str]:
    return frozenset(landed.offered.file_name for landed, _ in files)
