"""What may be kept centrally of the early years block, what is planned to be, and what room is left (R12).

The test is of the plan: planned central spend against planned funding, in the version that stood when the year began.
Later versions and the ledger move the forecast's headrooms alone. On file is only what joint posts cost the fund.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sspipe.errors import NoTermInForce
from sspipe.model.dsg import DsgKind, DsgRow
from sspipe.model.findings import Finding, Severity, Where
from sspipe.model.forecast import ForecastRow
from sspipe.model.grants import PassThrough
from sspipe.model.money import rounded_pence
from sspipe.model.periods import FinancialYear
from sspipe.model.settlement import Scope, SettlementRow
from sspipe.reconcile.allocations import AllocationLine, Versions, allocation_rows, allocations
from sspipe.reconcile.budgets import budgets_in_joint_centres
from sspipe.reconcile.facts import Facts

EARLY_YEARS_BLOCK = "early_years"
EARLY_YEARS_FUND = "EYDSG"
ENTITLEMENTS = "entitlements"


@dataclass(frozen=True, slots=True)
class Tested:
    """One entitlement of one council and year: the versions of each line that funds it, and the part to pass on."""

    limit: PassThrough
    lines: tuple[Versions, ...]
    year: FinancialYear

    def kept_at_most(self, published_on: date) -> int:
        """Pence that may be kept of a version.

        Raises:
            NoTermInForce: when no limit is in force on the year's first day.
        """
        passed_on = self.limit.passed_on.on(_first_day(self.year))
        return rounded_pence(self.funding_on(published_on) * (1 - passed_on))

    def funding_on(self, published_on: date) -> int:
        """The funding of a version; a line that it lacks stands as in the last version before it."""
        known = [[day for day in line if day <= published_on] for line in self.lines]
        return sum(line[max(days)] for line, days in zip(self.lines, known, strict=True) if days)


def dsg_position(
    facts: Facts, forecast: Sequence[ForecastRow], settlement: Sequence[SettlementRow]
) -> tuple[tuple[DsgRow, ...], tuple[Finding, ...]]:
    """Every line of every allocation on file, and each council's early years test of the period's year."""
    found = allocations(facts)
    rows = list(allocation_rows(found))
    findings: list[Finding] = []
    for council in sorted({key.council for key in found}):
        tested = _tested(facts, council, found)
        try:
            rows.extend(_central_spend(facts, council, tested, Charged.of(council, forecast, settlement)))
        except NoTermInForce as fault:
            findings.append(_untested(council, fault))
    return tuple(rows), tuple(findings)


def _tested(facts: Facts, council: str, found: Mapping[AllocationLine, Versions]) -> list[Tested]:
    """The entitlements whose limit has begun by the year's start and that the council is funded for."""
    year = facts.period.year
    entitlements = []
    for limit in facts.site.rates.pass_through:
        keys = [AllocationLine(council, year, EARLY_YEARS_BLOCK, line) for line in limit.lines]
        lines = tuple(found[key] for key in keys if key in found)
        if lines and limit.passed_on.values[0].starts <= _first_day(year):
            entitlements.append(Tested(limit, lines, year))
    return entitlements


@dataclass(frozen=True, slots=True)
class Charged:
    """What a council's early years fund is forecast to bear, with all recharges and with those posted so far."""

    once_recharged_pence: int
    as_charged_pence: int
    is_incomplete: bool

    @classmethod
    def of(cls, council: str, forecast: Sequence[ForecastRow], settlement: Sequence[SettlementRow]) -> "Charged":
        """Add up the fund's rows; a row of several funds is left out, and the sum is then incomplete."""
        ours = [row for row in forecast if row.council == council]
        borne = [row for row in ours if row.fund == EARLY_YEARS_FUND]
        posts = {row.post for row in borne}
        gross = sum(row.forecast_pence - row.recharge_pence for row in borne)
        return cls(
            sum(row.forecast_pence for row in borne),
            gross + sum(_posted(row, council) for row in settlement if row.post in posts),
            any(row.is_incomplete for row in borne) or any(row.is_of_several_funds for row in ours),
        )


def _posted(row: SettlementRow, council: str) -> int:
    """Recharges posted in the year: what the council billed as host, minus, and what it booked as partner."""
    if row.scope is not Scope.YEAR_TO_DATE or council not in (row.host, row.partner):
        return 0
    return -(row.unbooked_pence + row.booked_pence) if council == row.host else row.booked_pence


def _central_spend(facts: Facts, council: str, tested: Sequence[Tested], charged: Charged) -> Iterator[DsgRow]:
    """The council's row; none where no entitlement is on file."""
    days = sorted({day for each in tested for line in each.lines for day in line})
    if not days:
        return
    year = facts.period.year
    planned_on = max((day for day in days if day < _first_day(year)), default=None)
    plan = _plan(facts, council, tested, planned_on)
    first, latest = (sum(each.funding_on(day) for each in tested) for day in (days[0], days[-1]))
    kept_of_latest = sum(each.kept_at_most(days[-1]) for each in tested)
    yield DsgRow(
        kind=DsgKind.CENTRAL_SPEND,
        council=council,
        financial_year=year,
        block=EARLY_YEARS_BLOCK,
        line=ENTITLEMENTS,
        first_published_on=days[0],
        first_pence=first,
        latest_published_on=days[-1],
        latest_pence=latest,
        movement_pence=latest - first,
        planned_published_on=planned_on,
        planned_pence=plan.funding_pence,
        kept_at_most_pence=plan.kept_at_most_pence,
        planned_spend_pence=plan.spend_pence,
        planned_headroom_pence=plan.headroom_pence,
        headroom_as_charged_pence=kept_of_latest - charged.as_charged_pence,
        headroom_once_recharged_pence=kept_of_latest - charged.once_recharged_pence,
        is_within_limit=None if plan.headroom_pence is None else plan.headroom_pence >= 0,
        is_of_joint_posts_only=True,
        is_each_tested_alone=len(tested) > 1,
        is_limit_illustrative=any(each.limit.passed_on.dated_on(_first_day(year)).illustrative for each in tested),
        is_incomplete=charged.is_incomplete,
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    """Funding, limit and spend as planned; None where no version stood, or no budget of the fund is on file."""

    funding_pence: int | None
    kept_at_most_pence: int | None
    spend_pence: int | None

    @property
    def headroom_pence(self) -> int | None:
        if self.kept_at_most_pence is None or self.spend_pence is None:
            return None
        return self.kept_at_most_pence - self.spend_pence


def _plan(facts: Facts, council: str, tested: Sequence[Tested], planned_on: date | None) -> _Plan:
    budgets = [
        line.amount_pence
        for line, _ in budgets_in_joint_centres(facts)
        if (line.council, line.fund) == (council, EARLY_YEARS_FUND)
    ]
    spend = sum(budgets) if budgets else None
    if planned_on is None:
        return _Plan(None, None, spend)
    funding = sum(each.funding_on(planned_on) for each in tested)
    return _Plan(funding, sum(each.kept_at_most(planned_on) for each in tested), spend)


def _first_day(year: FinancialYear) -> date:
    return year.months()[0].first_day


def _untested(council: str, fault: NoTermInForce) -> Finding:
    return Finding(
        severity=Severity.WARN,
        rule="R12 no limit in force",
        where=Where(council=council, feed="grants", file_name=fault.where),
        found=fault.found,
        expected=fault.expected,
        action=fault.action,
    )
