"""Working days of a council, and the day of a month that a rule names."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from sspipe.model.periods import Period

SATURDAY = 5
ONE_DAY = timedelta(days=1)


class Roll(StrEnum):
    """Where a day that is no working day moves to."""

    BEFORE = "before"
    AFTER = "after"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Weekdays that are no England bank holiday and not in the council's closure list (R10)."""

    days_off: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether people are at work."""
        return day.weekday() < SATURDAY and day not in self.days_off

    def rolled(self, day: date, roll: Roll) -> date:
        """The day itself where it is a working day, else the nearest one on the side that the roll names."""
        step = {Roll.BEFORE: -ONE_DAY, Roll.AFTER: ONE_DAY, Roll.NONE: None}[roll]
        while step is not None and not self.is_working(day):
            day += step
        return day

    def working_days_after(self, day: date, count: int) -> date:
        """The working day that many working days later; the next working day is the first (R7)."""
        return _working_days_after(self, day, count)

    def working_days_between(self, first: date, last: date) -> int:
        """Working days after the first day, up to and including the last."""
        days = (first + timedelta(days=ahead) for ahead in range(1, (last - first).days + 1))
        return sum(self.is_working(day) for day in days)


@lru_cache(10_000)
def _working_days_after(calendar: WorkingCalendar, day: date, count: int) -> date:
    """Kept, for every invoice of a day asks for the same."""
    while count > 0:
        day += ONE_DAY
        count -= calendar.is_working(day)
    return day


@dataclass(frozen=True, slots=True)
class DayRule:
    """A day of the month, rolled to a working day; a number past the month's end means its last day."""

    day: int
    roll: Roll = Roll.NONE
    months_after: int = 0

    def of(self, month: Period, calendar: WorkingCalendar) -> date:
        """The day that the rule names, counted from a month."""
        return _day_named(self, month, calendar)


@lru_cache(10_000)
def _day_named(rule: DayRule, month: Period, calendar: WorkingCalendar) -> date:
    """Kept, for every payslip of a month asks for the same."""
    target = month.month_after(rule.months_after)
    return calendar.rolled(target.first_day.replace(day=min(rule.day, target.days)), rule.roll)
