"""Which periods are due: their close day has come, a ledger file is there, and no release of them was ever made.

A release that people withdrew is theirs to replace: the schedule does not publish it again.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from flows.closing import site_now
from sspipe.extract.folder import file_named, offered_files
from sspipe.extract.index import index_of
from sspipe.extract.landing import Landing
from sspipe.extract.standing import served_from_kept
from sspipe.model.feeds import Feed, FeedFile, FeedKind
from sspipe.model.periods import Period
from sspipe.model.site import Site
from sspipe.settings import Settings
from sspipe.store.standing_runs import released_periods

LEDGERS = (FeedKind.FULL_LEDGER, FeedKind.PUBLISHED_PAYMENTS)
BY_PERIOD = (*LEDGERS, FeedKind.SNAPSHOT)


@dataclass(frozen=True, slots=True)
class Due:
    """One period to close, and the day from which it is looked at; None: its close day, or this day before that."""

    period: Period
    known_on: date | None = None


def due_periods(site_folder: Path, engine: Engine, today: date) -> list[Due]:
    """What the schedule has to close on a day, oldest first."""
    site = site_now(site_folder)
    files = [file for feed in site.feeds if feed.required for file in offers(feed, site_folder)]
    return choose_due(files, released_periods(engine, site.site), site.close_day_of, site.first_period, today)


def choose_due(
    files: Collection[FeedFile],
    released: Collection[Period],
    close_day_of: Callable[[Period], date],
    first: Period,
    today: date,
) -> list[Due]:
    """The periods with a ledger file of which nothing was released, known on the day when the last late file came.

    A file that comes after the close day would stay invisible to a close that looks from that day (R18). As long as
    nothing was published the period is open, so it is looked at from the day on which each required feed that has
    files for it has one.
    """
    offered = periods_of(file for file in files if file.feed.kind in LEDGERS)
    found = [Due(period, _complete_on(files, period, close_day_of(period))) for period in offered]
    return [due for due in found if due.period >= first and due.period not in released and _has_come(due, today)]


def due_of_period(site_folder: Path, period: Period) -> Due:
    """A period, as known when it is complete."""
    site = site_now(site_folder)
    files = [file for feed in site.feeds if feed.required for file in offers(feed, site_folder)]
    return Due(period, _complete_on(files, period, site.close_day_of(period)))


def _has_come(due: Due, today: date) -> bool:
    return due.known_on is not None and due.known_on <= today


def _complete_on(files: Iterable[FeedFile], period: Period, close_day: date) -> date:
    """The close day, or the day of the first file of a feed and period so far whose first file came last.

    A period is worked out from the months before it as well, so it waits for the last of these.
    """
    first_days: dict[tuple[str, Period], date] = {}
    for file in files:
        if file.period is not None and file.period <= period and file.feed.kind in BY_PERIOD:
            place = file.feed.feed, file.period
            first_days[place] = min(file.known_from, first_days.get(place, file.known_from))
    return max((close_day, *first_days.values()))


def ledger_periods(site_folder: Path) -> list[Period]:
    """Every period that a ledger file serves, from the site's first period on, oldest first."""
    site = site_now(site_folder)
    files = (file for feed in ledgers_of(site) for file in offers(feed, site_folder))
    return [period for period in periods_of(files) if period >= site.first_period]


def ledgers_of(site: Site) -> list[Feed]:
    """The feeds whose files make a period worth closing."""
    return [feed for feed in site.feeds if feed.kind in LEDGERS]


def offers(feed: Feed, site_folder: Path) -> tuple[FeedFile, ...]:
    """The files in a feed's folder, and what stays in use though destroyed; of a source, all that it ever gave."""
    landing = Settings().landing
    index = index_of(landing, site_now(site_folder).site, feed)
    if feed.source is None:
        files = offered_files(feed, str(site_folder.absolute()))[0]
        kept = served_from_kept(feed, Landing(landing), index, {file.file_name for file in files})
        return (*files, *(file.offered for file in kept))
    return tuple(file_named(feed, entry.origin, entry.file_name) for entry in index.entries())


def periods_of(files: Iterable[FeedFile]) -> list[Period]:
    """The periods that files serve, oldest first."""
    return sorted({file.period for file in files if file.period is not None})
