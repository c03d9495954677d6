"""Financial years and their periods as a ledger numbers them: P01 April to P12 March, P13 to P16 year end.

Rule R2. A period belongs to the posting, not to the event. Nothing is expected or due in P13 to P16, and P00 is the
opening balance and no movement.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_YEAR = re.compile(r"(\d{4})-(\d{2})")
_PERIOD = re.compile(r"(\d{4}-\d{2})[- ]P(\d{2})")
LAST_MONTH = 12
LAST_PERIOD = 16
MONTHS_OF_A_QUARTER = 3


@dataclass(frozen=True, slots=True, order=True)
class FinancialYear:
    """A year from 1 April to 31 March, named by both calendar years.

    >>> str(FinancialYear.parse("2022-23"))
    '2022-23'
    """

    start: int

    @classmethod
    def parse(cls, text: str) -> "FinancialYear":
        """Read `2022-23`.

        Raises:
            ValueError: when the text is no financial year.
        """
        match = _YEAR.fullmatch(text)
        if match is None or int(match[2]) != (int(match[1]) + 1) % 100:
            message = f"'{text}' is no financial year such as 2022-23"
            raise ValueError(message)
        return cls(int(match[1]))

    @classmethod
    def of(cls, day: date) -> "FinancialYear":
        """Name the year that a day falls in."""
        return cls(day.year if day.month >= 4 else day.year - 1)  # noqa: PLR2004 - April is the fourth month

    def __str__(self) -> str:
        """Write it as finance does."""
        return f"{self.start}-{(self.start + 1) % 100:02d}"

    @property
    def last_day(self) -> date:
        """31 March."""
        return date(self.start + 1, 3, 31)

    def months(self) -> tuple["Period", ...]:
        """The twelve periods that are months."""
        return tuple(Period(self.start, number) for number in range(1, LAST_MONTH + 1))


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One ledger period; the first twelve are months.

    >>> str(Period.parse("2022-23 P06")), Period.parse("2022-23-P06").first_day.isoformat()
    ('2022-23-P06', '2022-09-01')
    """

    year_start: int
    number: int

    def __post_init__(self) -> None:
        """Refuse a number that no ledger has."""
        if not 0 <= self.number <= LAST_PERIOD:
            message = f"a period is P00 to P16, not P{self.number:02d}"
            raise ValueError(message)

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read `2022-23-P06` or `2022-23 P06`.

        Raises:
            ValueError: when the text is no period.
        """
        match = _PERIOD.fullmatch(text)
        if match is None:
            message = f"'{text}' is no period such as 2022-23-P06"
            raise ValueError(message)
        return cls(FinancialYear.parse(match[1]).start, int(match[2]))

    @classmethod
    def of(cls, day: date) -> "Period":
        """Name the month that a day falls in."""
        return cls(FinancialYear.of(day).start, (day.month - 4) % 12 + 1)

    def __str__(self) -> str:
        """Write it as data and file names do."""
        return f"{self.year}-P{self.number:02d}"

    @property
    def label(self) -> str:
        """Write it as people do: `2022-23 P06`."""
        return f"{self.year} P{self.number:02d}"

    @property
    def year(self) -> FinancialYear:
        """The financial year."""
        return FinancialYear(self.year_start)

    @property
    def is_month(self) -> bool:
        """Whether cost can be expected in it."""
        return 1 <= self.number <= LAST_MONTH

    @property
    def is_year_end(self) -> bool:
        """Whether it holds year-end adjustments only."""
        return self.number > LAST_MONTH

    @property
    def month(self) -> "Period":
        """The month it stands in: itself, or March for P13 to P16."""
        return self if self.is_month else Period(self.year_start, LAST_MONTH)

    @property
    def quarter(self) -> int:
        """The quarter of its year, from 1; P13 to P16 stand in the fourth."""
        return (self.month.number - 1) // MONTHS_OF_A_QUARTER + 1

    @property
    def first_day(self) -> date:
        """First day of its month."""
        return _first_and_last(self.year_start, self.number)[0]

    @property
    def last_day(self) -> date:
        """Last day of its month."""
        return _first_and_last(self.year_start, self.number)[1]

    @property
    def days(self) -> int:
        """Calendar days in its month."""
        return self.last_day.day

    def month_after(self, count: int = 1) -> "Period":
        """The month that many months later (or earlier, when negative); P13 to P16 count from March."""
        index = self.month.year_start * 12 + self.month.number - 1 + count
        return Period(index // 12, index % 12 + 1)


@lru_cache(1_000)
def _first_and_last(year_start: int, number: int) -> tuple[date, date]:
    """First and last day of a period's month; asked for so often that it is worth keeping."""
    month = min(max(number, 1), LAST_MONTH)
    first = date(year_start + (month > 9), (month + 2) % 12 + 1, 1)  # noqa: PLR2004 - P10 is January
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def months_between(first: Period, last: Period) -> Iterator[Period]:
    """Every month from the first to the last, both included."""
    month = first.month
    while month <= last.month:
        yield month
        month = month.month_after()
