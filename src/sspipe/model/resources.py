"""A report of resources as a council makes it, its rows in pence and in thousands, and what the last one said.

Rule R15: a council's report has its own labels, unit and sections; a canonical quarter stands beside the label.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sspipe.model.effective import Effective
from sspipe.model.periods import LAST_MONTH, MONTHS_OF_A_QUARTER, Period


class Cadence(StrEnum):
    """How often a report is made."""

    QUARTER = "quarter"
    PERIOD = "period"


class Unit(StrEnum):
    """In what a report shows money: whole thousands, or millions to three places."""

    THOUSAND_POUNDS = "thousand_pounds"
    MILLION_POUNDS = "million_pounds"


class Shows(StrEnum):
    """Whose lines a report holds."""

    ALL_COUNCILS = "all_councils"
    OWN = "own"


class Sign(StrEnum):
    """How a report writes what is over and under budget."""

    DEFICIT_PLUS = "deficit_plus_surplus_brackets"


class Section(StrEnum):
    """The part of a report that a line stands in; NOT_STATED: the ledger names no fund of it, or several."""

    CASH_LIMIT = "cash_limit"
    DSG = "dsg"
    RESERVES = "reserves"
    NOT_STATED = "not_stated"
    SAVINGS = "savings"


class Quarter(StrEnum):
    """A quarter of the financial year, whatever a report calls it."""

    Q1 = "Q1"
    Q2 = "Q2"
    Q3 = "Q3"
    Q4 = "Q4"


class LineKind(StrEnum):
    """What a row is: a service line, what rounding leaves over below the lines of a section, or their total."""

    LINE = "line"
    ROUNDING = "rounding"
    TOTAL = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report of one council. `sections` by fund; `labels` by quarter, none where it is made by period."""

    report: str
    council: str
    title: str
    cadence: Cadence
    unit: Unit
    shows: Shows
    sign: Sign
    sections: Mapping[str, Section]
    labels: Mapping[Quarter, Effective[str]]

    def quarter_of(self, period: Period) -> Quarter | None:
        """The canonical quarter; None of a report that is made by period."""
        return Quarter(f"Q{period.quarter}") if self.cadence is Cadence.QUARTER else None

    def label_of(self, period: Period) -> str:
        """What the report calls itself: `First Update 2022/23`, `Period 3 2022/23`.

        Raises:
            NoTermInForce: when no label of the quarter is in force.
        """
        quarter = self.quarter_of(period)
        name = self.labels[quarter].on(period.last_day) if quarter else f"Period {period.number}"
        return f"{name} {str(period.year).replace('-', '/')}"

    def is_outturn(self, period: Period) -> bool:
        """Whether it tells the outturn: the annual report does, and one by period from March on."""
        return self.quarter_of(period) is Quarter.Q4 or period.month.number == LAST_MONTH

    def last_before(self, period: Period) -> Period | None:
        """The period whose release holds the last report before this one in its year; None of the year's first."""
        number = (period.quarter - 1) * MONTHS_OF_A_QUARTER if self.cadence is Cadence.QUARTER else period.number - 1
        return Period(period.year_start, number) if number > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The money of one row, all of it whole pence or all of it whole thousands of pounds; None is missing, not nil.

    `before` is what the last report said. A variance is plus for a deficit, a movement plus where it grows worse.
    """

    budget_before: int | None = None
    budget_change: int | None = None
    budget_now: int | None = None
    spent_to_date: int | None = None
    forecast: int | None = None
    variance: int | None = None
    variance_before: int | None = None
    movement: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Residuals:
    """What rounding leaves between the rounded figures of one row, in whole thousands of pounds.

    The budget less that before and its change; the variance less forecast and budget; the movement less both variances.
    """

    budget: int | None = None
    variance: int | None = None
    movement: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceRow:
    """One row of one report in one period.

    `council` is empty over all councils together; `service` and `service_line` are empty on rows below the lines.
    """

    report: str
    report_council: str
    report_title: str
    period_label: str
    quarter: Quarter | None
    unit: Unit
    council: str
    section: Section
    line_kind: LineKind
    service: str
    service_line: str
    exact: Figures
    thousands: Figures
    residuals: Residuals
    is_outturn: bool
    is_incomplete: bool
    is_short: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierResource:
    """A service line as the current release of an earlier period of the year published it, in pence."""

    period: Period
    report: str
    council: str
    section: Section
    service: str
    service_line: str
    budget_pence: int | None
    variance_pence: int | None
