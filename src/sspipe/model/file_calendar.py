"""By when a feed's file is due, and where it stands: in time, late, early, missing, unexpected or out of order."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sspipe.model.calendars import WorkingCalendar
from sspipe.model.feeds import Feed, Noun
from sspipe.model.periods import Period


class Arrival(StrEnum):
    """Where a feed's file of a period stands."""

    NOT_DUE = "not_due"
    ARRIVED = "arrived"
    LATE = "late"
    EARLY = "early"
    MISSING = "missing"
    REFUSED = "refused"
    UNEXPECTED = "unexpected"
    OUT_OF_ORDER = "out_of_order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What came for a period: `follows` says whether the file of the period before it is there."""

    known_from: date
    is_refused: bool
    follows: bool


def due_on(feed: Feed, period: Period, calendar: WorkingCalendar) -> date | None:
    """The feed's working day after a period's end, by which its file is due; None: none is set."""
    if feed.due is None:
        return None
    count = feed.due.year_end_working_day if period.is_year_end else feed.due.working_day
    return calendar.working_days_after(period.last_day, count) if count else None


def arrival_of(feed: Feed, period: Period, came: Came | None, due: date | None, as_at: date) -> Arrival:
    """Where the file of a period stands on a day."""
    if came is None:
        return Arrival.MISSING if is_wanted(feed, period) and (due is None or due < as_at) else Arrival.NOT_DUE
    if came.is_refused:
        return Arrival.REFUSED
    if not came.follows:
        return Arrival.OUT_OF_ORDER
    return _in_time(feed, period, came.known_from, due)


def _in_time(feed: Feed, period: Period, known_from: date, due: date | None) -> Arrival:
    if feed.due is not None and due is None:
        return Arrival.UNEXPECTED
    if known_from != date.min and known_from < period.last_day:
        return Arrival.EARLY
    return Arrival.LATE if due is not None and known_from > due else Arrival.ARRIVED


def is_wanted(feed: Feed, period: Period) -> bool:
    """Whether a file of a required feed belongs to a period: at year end, of ledgers alone."""
    return feed.required and (period.is_month or feed.noun is Noun.LEDGER)


def publication_standing(feed: Feed, published: frozenset[date], as_at: date) -> tuple[Arrival, date | None]:
    """Where a feed of publications stands on a day, and the day of the calendar that it is about, if any."""
    expected = frozenset(feed.due.publications if feed.due else ())
    known = {day for day in published if day <= as_at}
    lacking = sorted(day for day in expected - known if day <= as_at)
    if lacking:
        return Arrival.MISSING, lacking[-1]
    if not known:
        return Arrival.NOT_DUE, None
    newest = max(known)
    is_strange = bool(expected) and newest not in expected
    return (Arrival.UNEXPECTED, None) if is_strange else (Arrival.ARRIVED, newest if expected else None)
