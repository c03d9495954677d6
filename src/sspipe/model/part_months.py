"""The part of a year's pay that some days of a month earn, on the part-month basis of a pay scale (R3)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from sspipe.model.calendars import SATURDAY
from sspipe.model.periods import LAST_MONTH, Period

DAYS_OF_A_YEAR = 365


class PartMonth(StrEnum):
    """How a pay scale pays a month of which only some days count."""

    CALENDAR_DAYS = "calendar_days"
    YEAR_365THS = "365ths"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True)
class DaysPaid:
    """Days of a month, both ends counted: how many count, and out of how many on the basis by which they are paid."""

    basis: PartMonth
    first: date
    last: date
    days: int
    out_of: int

    @property
    def part(self) -> Fraction:
        """The part of a yearly amount that the days earn: 365ths are of a year, other days of a twelfth of it."""
        is_of_year = self.basis is PartMonth.YEAR_365THS
        return Fraction(self.days, self.out_of * (1 if is_of_year else LAST_MONTH))


def days_paid(basis: PartMonth, month: Period, first: date, last: date, *, is_whole: bool) -> DaysPaid:
    """How the days of a month from the first to the last are paid, both counted.

    Calendar days: days over the month's days, of a twelfth. Working days: weekdays over the month's weekdays, Monday to
    Friday, of a twelfth; bank holidays count as worked days. 365ths: days over 365, in a leap year too, unless
    `is_whole` says that the days are part of a month that counts from end to end: then by calendar days, so that the
    parts of a whole month add up to exactly a twelfth on every basis (R3).

    >>> april = Period(2022, 1)
    >>> days_paid(PartMonth.YEAR_365THS, april, date(2022, 4, 18), april.last_day, is_whole=False).part
    Fraction(13, 365)
    >>> days_paid(PartMonth.WORKING_DAYS, april, date(2022, 4, 18), april.last_day, is_whole=False).part
    Fraction(5, 126)
    """
    days = (last - first).days + 1
    if basis is PartMonth.YEAR_365THS and not is_whole:
        return DaysPaid(basis, first, last, days, DAYS_OF_A_YEAR)
    if basis is PartMonth.WORKING_DAYS:
        return DaysPaid(basis, first, last, _weekdays(first, last), _weekdays(month.first_day, month.last_day))
    return DaysPaid(PartMonth.CALENDAR_DAYS, first, last, days, month.days)


def _weekdays(first: date, last: date) -> int:
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return sum(day.weekday() < SATURDAY for day in days)
