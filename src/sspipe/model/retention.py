"""How long a publisher's raw files are kept: months after the close of their financial year, by kind of file (R19)."""

from dataclasses import dataclass
from datetime import date

from sspipe.model.effective import Dated, Effective
from sspipe.model.feeds import Feed, Noun
from sspipe.model.periods import FinancialYear, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """One line of a publisher's schedule. The months in force on the day that is asked for hold for every year."""

    rule: str
    publisher: str
    nouns: frozenset[Noun]
    keep_months: Effective[int]

    def covers(self, feed: Feed) -> bool:
        """Whether it says how long the feed's files are kept."""
        return feed.publisher == self.publisher and feed.noun in self.nouns

    def on(self, day: date) -> Dated[int] | None:
        """The months in force on a day with their source; None where the schedule had not begun."""
        if not self.keep_months.values or day < self.keep_months.values[0].starts:
            return None
        return self.keep_months.dated_on(day)


def kept_until(year: FinancialYear, months: int) -> date:
    """The last day on which a file of a financial year must still be there.

    >>> kept_until(FinancialYear(2022), 72).isoformat()
    '2029-03-31'
    """
    return Period.of(year.last_day).month_after(months).last_day


def year_of(period: Period | None, known_from: date, arrived_on: date) -> FinancialYear:
    """The year to whose close a file's term is counted: its period's, else its day's; without a day when it arrived."""
    if period is not None:
        return period.year
    return FinancialYear.of(arrived_on if known_from == date.min else known_from)
