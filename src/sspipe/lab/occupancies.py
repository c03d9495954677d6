"""What HR recorded of who held which post, and what it knew on any day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sspipe.lab.months import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupancy:
    """One person in one post over an interval, known from `recorded` until the day before `superseded`."""

    person: str
    post: str
    hours: Fraction
    full_time_hours: Fraction
    scale: str
    point: str
    ni_category: str
    scheme: str
    start: date
    end: date | None
    recorded: date
    superseded: date | None = None

    @property
    def fte(self) -> Fraction:
        """Contract hours over full-time hours, exact."""
        return self.hours / self.full_time_hours

    @property
    def key(self) -> tuple[str, date]:
        """How two snapshots know the same row."""
        return self.person, self.start

    def is_known(self, day: date) -> bool:
        """Whether HR held this row in this form on that day."""
        return self.recorded <= day and (self.superseded is None or self.superseded > day)

    def overlap(self, month: Month) -> tuple[date, date] | None:
        """The first and last day held in a month, if any."""
        first = max(self.start, month.first)
        last = month.last if self.end is None else min(self.end, month.last)
        return (first, last) if first <= last else None


def known_on(rows: Iterable[Occupancy], day: date) -> tuple[Occupancy, ...]:
    """K(D): the rows that HR had recorded up to and including a day, as they then stood."""
    return tuple(row for row in rows if row.is_known(day))
