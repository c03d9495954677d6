"""What each joint post is forecast to cost each council by the end of the year, against its budget (R14).

Host: ledger cost to date + expected for the months left + award provision - what falls due in the year. Partner: what
falls due in the year + its own costs. Over the councils of a post the sum is the gross plus the partner's own costs.
Due to date is the settlement's of the year, so that a late addition to an earlier year counts in the year that pays it.

An award that is not settled has no expected value on file: its provision is nil, and the host's row alone says so.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sspipe.model.councils import AccountUse
from sspipe.model.findings import Finding
from sspipe.model.forecast import ForecastRow, Role
from sspipe.model.settlement import Scope, SettlementRow
from sspipe.reconcile.budgets import BudgetLine, budget_lines
from sspipe.reconcile.months_left import MonthsLeft, look_ahead
from sspipe.reconcile.posted_costs import posted_costs
from sspipe.reconcile.roles import Holdings, Roles
from sspipe.reconcile.workings import Workings

Key = tuple[str, str, Role]
PROVISION_PENCE = 0
"""Of every unsettled award, until an expected value of it stands on file."""


@dataclass(slots=True)
class _Sums:
    """What is added up of one row."""

    budget_pence: int = 0
    has_budget: bool = False
    actual_pence: int = 0
    is_allocated: bool = False
    left_pence: int = 0
    recharge_pence: int = 0
    is_incomplete: bool = False


@dataclass(slots=True)
class _Year:
    """The sums of every row while they grow, and the funds that lines of a council's post name."""

    roles: Roles
    sums: dict[Key, _Sums] = field(default_factory=lambda: defaultdict(_Sums))
    funds: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def add_budgets(self, lines: Iterable[BudgetLine]) -> None:
        for budget in lines:
            role = self._budget_role(budget)
            row = self.sums[budget.line.council, budget.post, role]
            row.budget_pence += budget.line.amount_pence
            row.has_budget = True
            self.funds[budget.line.council, budget.post].add(budget.line.fund)

    def _budget_role(self, budget: BudgetLine) -> Role:
        """The council's one role in the year; where it has both, what it is to pay others is the partner's."""
        roles = self.roles.of_year(budget.post, budget.line.council)
        is_partners = budget.use is AccountUse.RECHARGE_EXPENDITURE
        return next(iter(roles)) if len(roles) == 1 else Role.PARTNER if is_partners else Role.HOST

    def add_costs(self, workings: Workings) -> None:
        for cost in posted_costs(workings, workings.facts.period.year):
            row = self.sums[cost.council, cost.post, self.roles.of(cost.post, cost.council, cost.month)]
            row.actual_pence += cost.amount_pence
            row.is_allocated = row.is_allocated or cost.is_allocated

    def add_funds(self, workings: Workings) -> None:
        """The funds named by what was posted in the year."""
        for lines in workings.placed.values():
            for item in lines:
                if item.line.period.year == workings.facts.period.year:
                    for post in item.attribution.by_post:
                        self.funds[item.line.council, post].add(item.line.fund)

    def add_recharge(self, host: str, partner: str, post: str, due_pence: int) -> None:
        self.sums[host, post, Role.HOST].recharge_pence -= due_pence
        self.sums[partner, post, Role.PARTNER].recharge_pence += due_pence

    def add_months_left(self, ahead: MonthsLeft) -> None:
        for cost in ahead.costs:
            self.sums[
                cost.council, cost.post, self.roles.of(cost.post, cost.council, cost.paid)
            ].left_pence += cost.amount_pence
        for item in ahead.due:
            self.add_recharge(item.host, item.partner, item.post, item.due_pence)

    def mark_incomplete(self, ahead: MonthsLeft) -> None:
        """Every row of a post whose host cannot be costed in a month left, or whose due cannot be worked out."""
        for (council, post, _), row in self.sums.items():
            payers = {(host, month) for month in ahead.months for host in self.roles.hosts(post, month) or {council}}
            row.is_incomplete = post in ahead.without_due or bool(payers & ahead.uncosted)


def forecast_outturn(
    workings: Workings, settlement: Iterable[SettlementRow]
) -> tuple[tuple[ForecastRow, ...], tuple[Finding, ...]]:
    """The forecast of the period's year, a row for each council, post and role; and what it could not work out."""
    facts = workings.facts
    ahead = look_ahead(workings)
    budgets, unplaced = budget_lines(facts)
    year = _Year(Roles(facts.site, facts.period.year))
    holdings = Holdings(workings)
    for council, post in holdings.held():
        year.sums[council, post, max(year.roles.of_year(post, council), key=lambda role: role is Role.HOST)]
    year.add_budgets(budgets)
    year.add_costs(workings)
    year.add_funds(workings)
    for settled in settlement:
        if settled.scope is Scope.YEAR_TO_DATE:
            year.add_recharge(settled.host, settled.partner, settled.post, settled.due_pence)
    year.add_months_left(ahead)
    year.mark_incomplete(ahead)
    return tuple(_rows(year, holdings)), (*unplaced, *ahead.findings)


def _rows(year: _Year, holdings: Holdings) -> Iterator[ForecastRow]:
    for (council, post, role), sums in sorted(year.sums.items()):
        funds = sorted(year.funds[council, post] - {""})
        forecast = sums.actual_pence + sums.left_pence + PROVISION_PENCE + sums.recharge_pence
        yield ForecastRow(
            council=council,
            post=post,
            role=role,
            fund=_only(funds),
            budget_pence=sums.budget_pence,
            actual_to_date_pence=sums.actual_pence,
            expected_left_pence=sums.left_pence,
            provision_pence=PROVISION_PENCE,
            recharge_pence=sums.recharge_pence,
            forecast_pence=forecast,
            variance_pence=forecast - sums.budget_pence,
            budget_is_missing=not sums.has_budget,
            provision_is_missing=role is Role.HOST and holdings.await_award(council, post),
            is_incomplete=sums.is_incomplete,
            is_unapproved=year.roles.is_unapproved(post, holdings.known_on),
            is_allocated=sums.is_allocated,
            is_of_several_funds=len(funds) > 1,
        )


def _only(funds: Sequence[str]) -> str:
    return funds[0] if len(funds) == 1 else ""
