"""Which days of a month a record holds its post, and whose job it is."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sspipe.model.periods import Period
from sspipe.model.posts import Occupancy
from sspipe.reconcile.segments import Job


def overlaps(row: Occupancy, month: Period) -> bool:
    """Whether somebody holds the post by this row on any day of the month."""
    if row.is_vacant or row.valid_from > month.last_day:
        return False
    return row.valid_to is None or row.valid_to >= month.first_day


def job_of(row: Occupancy) -> Job:
    """Whose job a row records."""
    return Job(row.occupant_ref, row.post_ref)


def days_held(row: Occupancy, month: Period) -> tuple[date, date]:
    """The first and last day of the month on which the post is held by a row."""
    return max(row.valid_from, month.first_day), min(row.valid_to or month.last_day, month.last_day)


def held_throughout(rows: Iterable[Occupancy], month: Period) -> set[Job]:
    """Who held a post on every day of the month, by one row or by several that follow each other."""
    days: dict[Job, int] = defaultdict(int)
    for row in rows:
        first, last = days_held(row, month)
        days[job_of(row)] += (last - first).days + 1
    return {job for job, held in days.items() if held == month.days}
