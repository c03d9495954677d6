"""Months and ledger periods of April-to-March years, by their names."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

JANUARY_PERIOD = 9
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month.

    >>> Month(2022, 9).name
    '2022-23-P06'
    >>> Month.parse("2022-23-P12").first
    datetime.date(2023, 3, 1)
    """

    year: int
    number: int

    @classmethod
    def parse(cls, name: str) -> "Month":
        """The month that a period's name means."""
        start_year, period = int(name[:4]), int(name[-2:])
        return Month(start_year, 4).plus(period - 1)

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month in which a day falls."""
        return Month(day.year, day.month)

    def plus(self, months: int) -> "Month":
        """So many months later, or earlier for a minus number."""
        index = self.year * MONTHS_A_YEAR + self.number - 1 + months
        return Month(index // MONTHS_A_YEAR, index % MONTHS_A_YEAR + 1)

    @property
    def start_year(self) -> int:
        """The calendar year in which this month's financial year starts."""
        return self.plus(-3).year

    @property
    def period_number(self) -> int:
        """1 for April up to 12 for March."""
        return self.plus(-3).number

    @property
    def name(self) -> str:
        """The period's text, such as 2022-23-P06."""
        return self.period.name

    @property
    def period(self) -> "Period":
        """The ledger period of this month."""
        return Period(self.start_year, self.period_number)

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.number, 1)

    @property
    def days(self) -> int:
        """How many days the month has."""
        return calendar.monthrange(self.year, self.number)[1]

    @property
    def last(self) -> date:
        """The last day."""
        return self.first + timedelta(days=self.days - 1)

    def day(self, number: int) -> date:
        """Day `number`; a day past the end means the last day."""
        return date(self.year, self.number, min(number, self.days))

    def through(self, last: "Month") -> list["Month"]:
        """This month and those after it, up to and with `last`."""
        months = []
        month = self
        while month <= last:
            months.append(month)
            month = month.plus(1)
        return months


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A ledger period of one financial year: 0 opening, 1 to 12 months, 13 and later year end."""

    start_year: int
    number: int

    @property
    def name(self) -> str:
        """The period's text, such as 2022-23-P13."""
        return f"{self.start_year}-{(self.start_year + 1) % 100:02d}-P{self.number:02d}"

    @property
    def in_file_names(self) -> str:
        """The period as files name it, such as 2022-23_P13."""
        return self.name.replace("-P", "_P")

    @property
    def month(self) -> Month:
        """The month it covers; March for year-end periods."""
        return Month(self.start_year, 4).plus(min(max(self.number, 1), MONTHS_A_YEAR) - 1)
