"""HR's record of one council while it is being made: starts, changes and leavings, each with its day."""

from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Any

from sspipe.lab.days import ONE_DAY, CouncilDays
from sspipe.lab.months import Month
from sspipe.lab.occupancies import Occupancy
from sspipe.lab.snapshots import extract_day

FIRST_FREE_DAY = date(2022, 5, 6)
ON_TIME_BEFORE = 24


class NoRoomError(ValueError):
    """A drawn change would be lost between two extracts; the draw is taken again."""


@dataclass
class HrRecord:
    """Rows of one council; at most one day of changes per post between two extracts."""

    days: CouncilDays
    rows: list[Occupancy] = field(default_factory=list)
    changed: dict[tuple[str, Month], date] = field(default_factory=dict)

    def reserve(self, post: str, day: date) -> None:
        """Take a day for a post's change, or refuse."""
        if day < FIRST_FREE_DAY:
            raise NoRoomError
        month = Month.of(day)
        window = month.plus(-1) if day <= extract_day(self.days, month.plus(-1)) else month
        if self.changed.setdefault((post, window), day) != day:
            raise NoRoomError

    def start(self, row: Occupancy) -> None:
        """A new occupancy; one recorded before the span needs no room."""
        if row.recorded >= Month(2022, 4).first:
            self.reserve(row.post, row.recorded)
        self.rows.append(row)

    def amend(self, person: str, post: str, first: date, recorded: date, **changes: Any) -> None:
        """Change a person's terms in a post from a day on."""
        self.reserve(post, recorded)
        for index, row in list(enumerate(self.rows)):
            if not _is_current(row, person, post) or (row.end is not None and row.end < first):
                continue
            self._supersede(index, recorded)
            if row.start < first:
                self.rows.append(replace(row, end=first - ONE_DAY, recorded=recorded))
            self.rows.append(replace(row, start=max(first, row.start), recorded=recorded, **changes))

    def end(self, person: str, post: str, last: date, recorded: date) -> None:
        """A person leaves a post after a last day."""
        self.reserve(post, recorded)
        for index, row in list(enumerate(self.rows)):
            if _is_current(row, person, post) and (row.end is None or row.end > last):
                self._supersede(index, recorded)
                if row.start <= last:
                    self.rows.append(replace(row, end=last, recorded=recorded))

    def _supersede(self, index: int, recorded: date) -> None:
        if recorded <= self.rows[index].recorded:
            raise NoRoomError
        self.rows[index] = replace(self.rows[index], superseded=recorded)

    def on_time(self, rng: Random, month: Month) -> date:
        """A day of recording that the month's own cut-off still sees."""
        cut_off = self.days.cut_off(month)
        return self.days.roll(max(cut_off - rng.randrange(ON_TIME_BEFORE) * ONE_DAY, FIRST_FREE_DAY), "before")

    def late(self, rng: Random, month: Month, months_late: int) -> date:
        """A day of recording after the cut-off, to be paid so many months late."""
        after = self.days.cut_off(month.plus(months_late - 1))
        by = self.days.cut_off(month.plus(months_late))
        return self.days.roll(after + rng.randrange(1, (by - after).days + 1) * ONE_DAY, "after")


def _is_current(row: Occupancy, person: str, post: str) -> bool:
    return row.person == person and row.post == post and row.superseded is None
