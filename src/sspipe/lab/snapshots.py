"""What HR's monthly extracts show, and whether they still show what was known at each cut-off."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sspipe.lab.days import ONE_DAY, CouncilDays
from sspipe.lab.months import Month
from sspipe.lab.occupancies import Occupancy, known_on

HR_EXTRACT_WORKING_DAYS = 3
LISTED_SINCE = date(2022, 4, 1)
LISTED_ON = date(2022, 3, 31)
FOREVER = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class EstablishmentRow:
    """One line of a post's list: somebody held it, or (occupancy None) nobody did."""

    occupancy: Occupancy | None
    start: date
    end: date | None
    recorded: date

    @property
    def key(self) -> tuple[str, date]:
        """How two extracts know the same row."""
        return self.occupancy.person if self.occupancy else "", self.start


def extract_day(days: CouncilDays, month: Month) -> date:
    """The day on which HR's extract of a month is taken."""
    return days.after(month.last, HR_EXTRACT_WORKING_DAYS)


def establishment(rows: Iterable[Occupancy], day: date, *, with_vacancies: bool = True) -> list[EstablishmentRow]:
    """The rows of one post as its council's HR held them on a day."""
    known = sorted(known_on(rows, day), key=lambda row: (row.start, row.person))
    held = [EstablishmentRow(row, row.start, row.end, row.recorded) for row in known if _is_listed(row)]
    vacant = _vacancies(held) if with_vacancies else []
    return sorted([*held, *vacant], key=lambda row: (row.start, row.key))


def _is_listed(row: Occupancy) -> bool:
    return row.end is None or row.end >= LISTED_SINCE


def _vacancies(held: Sequence[EstablishmentRow]) -> list[EstablishmentRow]:
    found = []
    free_from, since = LISTED_SINCE, LISTED_ON
    for row in held:
        if row.start > free_from:
            found.append(EstablishmentRow(None, free_from, row.start - ONE_DAY, max(since, row.recorded)))
        next_free = FOREVER if row.end is None else row.end + timedelta(days=1)
        if next_free > free_from:
            free_from, since = next_free, row.recorded
    if free_from < FOREVER:
        found.append(EstablishmentRow(None, free_from, None, since))
    return found


def rebuilt(
    earlier: Sequence[EstablishmentRow], later: Sequence[EstablishmentRow], day: date
) -> list[EstablishmentRow]:
    """What two extracts round a day show of what was known on it."""
    standing = [row for row in later if row.recorded <= day]
    if len(standing) == len(later):
        return standing
    keys = {row.key for row in standing}
    back = [row for row in earlier if row.key not in keys]
    return sorted([*standing, *back], key=lambda row: (row.start, row.key))


def is_rebuildable(rows: Sequence[Occupancy], days: CouncilDays, months: Sequence[Month]) -> bool:
    """Whether the monthly extracts lose no state of a post that a cut-off needs."""
    earlier: list[EstablishmentRow] = []
    for month in months:
        later = establishment(rows, extract_day(days, month))
        cut_off = days.cut_off(month)
        if _facts(rebuilt(earlier, later, cut_off)) != _facts(establishment(rows, cut_off)):
            return False
        earlier = later
    return True


def _facts(rows: Iterable[EstablishmentRow]) -> set[tuple[object, ...]]:
    return {
        (row.key, row.end, row.recorded, *((row.occupancy.fte, row.occupancy.point) if row.occupancy else ()))
        for row in rows
    }
