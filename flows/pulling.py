"""Every file that one feed has for a period and those before it, landed, chosen by version, and prepared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from flows.prepare import Prepared, Unit, site_of
from flows.secrets import secret_named
from flows.usable import Choosing, Used
from sspipe.errors import FileRefused
from sspipe.extract.arriving import Arriving
from sspipe.extract.fetching import Fetching
from sspipe.extract.folder import offered_files
from sspipe.extract.index import ArrivalIndex, index_of
from sspipe.extract.landing import Landing
from sspipe.extract.standing import served_from_kept
from sspipe.extract.unverified import source_findings
from sspipe.extract.versions import in_use, where_of, without_copies
from sspipe.model.feeds import Feed, FeedKind, LandedFile, Noun
from sspipe.model.findings import Finding, Severity, Where, has_critical
from sspipe.model.periods import Period, months_between
from sspipe.settings import Settings

BY_MONTH = (FeedKind.SNAPSHOT, FeedKind.FULL_LEDGER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """One feed to pull for one period. `stamp` is the hash of the site's files."""

    site_folder: Path
    stamp: str
    feed: Feed
    period: Period
    known_on: date
    now: datetime
    settings: Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """What the feed gave, and what is to be said of it."""

    feed: Feed
    prepared: tuple[Prepared, ...]
    findings: tuple[Finding, ...]


def pull_feed(pull: Pull) -> Pulled:
    """Land what the feed offers, take of each period the newest version that can be used, and prepare it.

    Raises:
        SourceUnavailable: when a file cannot be fetched now.
    """
    landed, findings = _from_source(pull) if pull.feed.source else _from_folder(pull)
    if has_critical(findings):  # without its folder every one of its months is missing, and one sentence says it
        return Pulled(feed=pull.feed, prepared=(), findings=findings)
    used, told = _use(pull, landed)
    return Pulled(
        feed=pull.feed,
        prepared=tuple(file for each in used for file in each.every),
        findings=(*findings, *told, *(finding for each in used for finding in each.findings)),
    )


def _from_folder(pull: Pull) -> tuple[tuple[LandedFile, ...], tuple[Finding, ...]]:
    offered, findings = offered_files(pull.feed, str(pull.site_folder.absolute()))
    arriving = Arriving(Landing(pull.settings.landing), _index(pull), pull.now)
    try:
        landed = arriving.land(file for file in offered if file.period is None or file.period <= pull.period)
    except FileRefused as fault:
        return (), (*findings, _told(fault, pull.feed))
    names = {file.file_name for file in offered}
    kept = (
        file for file in served_from_kept(pull.feed, arriving.landing, arriving.index, names) if _serves(file, pull)
    )
    return (*landed, *kept), (*findings, *_told_destroyed(landed))


def _from_source(pull: Pull) -> tuple[tuple[LandedFile, ...], tuple[Finding, ...]]:
    if pull.feed.source is None:
        return (), ()
    source = pull.feed.source.at(str(pull.site_folder.absolute()))
    landing = Landing(pull.settings.landing)
    fetching = Fetching(pull.feed, source, landing, _index(pull), pull.now, secret_named)
    landed, findings = fetching.land(pull.period, _wanted(pull)[:-1])
    return tuple(file for file in landed if _serves(file, pull)), (*source_findings(pull.feed), *findings)


def _serves(file: LandedFile, pull: Pull) -> bool:
    return file.offered.period is None or file.offered.period <= pull.period


def _index(pull: Pull) -> ArrivalIndex:
    return index_of(pull.settings.landing, site_of(pull.site_folder, pull.stamp).site, pull.feed)


def _told(fault: FileRefused, feed: Feed) -> Finding:
    """A statement that cannot be read refuses the feed."""
    return Finding(
        severity=Severity.CRITICAL,
        rule="file_refused",
        where=Where(council=feed.publisher, feed=feed.feed),
        found=f"{fault.where}: {fault.found}",
        expected=fault.expected,
        action=fault.action,
    )


def _told_destroyed(landed: Sequence[LandedFile]) -> Iterator[Finding]:
    """The sender's folder still offers what is destroyed here; that copy is the sender's own."""
    for file in landed:
        if file.destroyed is not None and not file.is_former:
            yield Finding(
                severity=Severity.INFO,
                rule="FILE_DESTROYED",
                where=where_of(file),
                found=f"a file that still stands in the feed's folder; {file.destroyed.sentence}",
                expected="no raw file past its term in the folder",
                action="Take it out of the folder; it was not landed again.",
            )


def _use(pull: Pull, landed: Sequence[LandedFile]) -> tuple[list[Used], list[Finding]]:
    choosing = Choosing(Unit(site_folder=pull.site_folder, stamp=pull.stamp, settings=pull.settings))
    publications = [file for file in landed if file.offered.period is None and not file.is_former]
    known = [file for file in publications if file.offered.known_from <= pull.known_on]
    kept, findings = without_copies(known)
    used, told = list(_in_turn(choosing, kept)), list(findings)
    before: Prepared | None = None
    is_alike = pull.feed.noun is not Noun.DECISIONS  # what was decided in a month says nothing of the next
    for period in _periods(pull, landed):
        choice = in_use(pull.feed, landed, period, pull.known_on)
        told.extend(choice.findings)
        chosen = choosing.newest_usable(
            choice.versions, before if period.is_month and is_alike else None, tells=period == pull.period
        )
        used.append(chosen)
        if period.is_month and chosen.prepared is not None and not has_critical(chosen.prepared.findings):
            before = chosen.prepared
    return used, told


def _in_turn(choosing: Choosing, kept: Sequence[LandedFile]) -> Iterator[Used]:
    """Publications, each held against the one before it."""
    before: Prepared | None = None
    for landed in kept:
        chosen = choosing.newest_usable([landed], before, tells=False)
        yield chosen
        if chosen.prepared is not None and not has_critical(chosen.prepared.findings):
            before = chosen.prepared


def _periods(pull: Pull, landed: Sequence[LandedFile]) -> Iterator[Period]:
    """Every period that a file serves, and every one that a required feed must serve: months, and its own period."""
    served = {file.offered.period for file in landed if file.offered.period is not None}
    return iter(sorted(served | set(_wanted(pull))))


def _wanted(pull: Pull) -> list[Period]:
    site = site_of(pull.site_folder, pull.stamp)
    if pull.feed.required and pull.feed.kind is FeedKind.PUBLISHED_PAYMENTS and pull.period.is_month:
        return [pull.period]
    if not pull.feed.required or pull.feed.kind not in BY_MONTH:
        return []
    months = list(months_between(site.first_period, pull.period))
    has_own_file = pull.period.is_year_end and pull.feed.noun is Noun.LEDGER
    return [*months, pull.period] if has_own_file else months
