"""Working days, pay dates and cut-offs of one council."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import holidays

from sspipe.lab.months import Month

SATURDAY = 5
ONE_DAY = timedelta(days=1)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """England's bank holidays of one calendar year."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


@dataclass(frozen=True, slots=True)
class DayRule:
    """Day so-and-so of a month, rolled to a working day: `before` or `after`."""

    day: int
    roll: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilDays:
    """The calendar of one council."""

    pay_rule: DayRule
    cut_off_rule: DayRule
    closures: frozenset[date] = field(default_factory=frozenset)

    def is_working(self, day: date) -> bool:
        """Whether the council works on that day."""
        return day.weekday() < SATURDAY and day not in bank_holidays(day.year) and day not in self.closures

    def roll(self, day: date, direction: str) -> date:
        """That day, or the nearest working day before or after it."""
        step = ONE_DAY if direction == "after" else -ONE_DAY
        while not self.is_working(day):
            day += step
        return day

    def after(self, day: date, working_days: int) -> date:
        """So many working days after a day; the next working day is the first."""
        for _ in range(working_days):
            day = self.roll(day + ONE_DAY, "after")
        return day

    def pay_date(self, month: Month) -> date:
        """The day on which a month is paid."""
        return self.roll(month.day(self.pay_rule.day), self.pay_rule.roll)

    def cut_off(self, month: Month) -> date:
        """The last day on which HR can still change what a month pays."""
        return self.roll(month.day(self.cut_off_rule.day), self.cut_off_rule.roll)
