"""Every file that one feed has for a period and those before it, landed, chosen by version, and prepared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows.prepare import Prepared, Unit, prepare_landed, site_of
from sspipe.extract.folder import offered_files
from sspipe.extract.landing import Landing
from sspipe.extract.versions import in_use, without_copies
from sspipe.model.feeds import Feed, FeedKind, LandedFile, Noun
from sspipe.model.findings import Finding, has_critical
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
    settings: Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """What the feed gave, and what is to be said of it."""

    feed: Feed
    prepared: tuple[Prepared, ...]
    findings: tuple[Finding, ...]


def pull_feed(pull: Pull) -> Pulled:
    """Land what the feed offers, take of each period the version in use, and prepare it.

    Raises:
        SourceUnavailable: when a file cannot be fetched now.
    """
    offered, findings = offered_files(pull.feed, str(pull.site_folder.absolute()))
    if has_critical(findings):  # without its folder every one of its months is missing, and one sentence says it
        return Pulled(feed=pull.feed, prepared=(), findings=tuple(findings))
    landing = Landing(pull.settings.landing)
    landed = [landing.keep(file) for file in offered if file.period is None or file.period <= pull.period]
    chosen, more = _choose(pull, landed)
    unit = Unit(site_folder=pull.site_folder, stamp=pull.stamp, settings=pull.settings)
    prepared = tuple(prepare_landed(unit, file) for file in chosen)
    return Pulled(
        feed=pull.feed,
        prepared=prepared,
        findings=(*findings, *more, *(finding for file in prepared for finding in file.findings)),
    )


def _choose(pull: Pull, landed: Sequence[LandedFile]) -> tuple[list[LandedFile], list[Finding]]:
    publications = [file for file in landed if file.offered.period is None]
    known = [file for file in publications if file.offered.known_from <= pull.known_on]
    kept, findings = without_copies(known)
    chosen, told = list(kept), list(findings)
    for period in _periods(pull, landed):
        choice = in_use(pull.feed, landed, period, pull.known_on)
        told.extend(choice.findings)
        if choice.landed is not None:
            chosen.append(choice.landed)
    return chosen, told


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
