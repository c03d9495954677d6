"""What the months left of the financial year will cost and make due, by what is known on the knowledge date (R14).

The sums are those of the months that have passed: pay months by R3 and R4, due by R6 and R7. A month that lacks a rate
is told and left out; nothing stops for it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sspipe.errors import NoTermInForce
from sspipe.model.dues import DueItem
from sspipe.model.findings import Finding, Severity
from sspipe.model.periods import LAST_MONTH, Period, months_between
from sspipe.model.statement import CostItem
from sspipe.reconcile.cost_workings import costs_of_joint_posts
from sspipe.reconcile.dues import CostsOfPosts, SharedPost, due_of_one_post, not_worked_out, shared_posts
from sspipe.reconcile.expected import expect_month, uncosted
from sspipe.reconcile.facts import Facts
from sspipe.reconcile.workings import Workings


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthsLeft:
    """Costs of joint posts and due of the months left, and what of them could not be worked out.

    `uncosted` are councils with the month that they cannot be costed in, `without_due` posts.
    """

    months: tuple[Period, ...]
    costs: tuple[CostItem, ...]
    due: tuple[DueItem, ...]
    uncosted: frozenset[tuple[str, Period]]
    without_due: frozenset[str]
    findings: tuple[Finding, ...]


def look_ahead(workings: Workings) -> MonthsLeft:
    """Everything that is paid, and falls due, after the period and before the year's end."""
    facts = workings.facts
    months = tuple(months_between(facts.period.month_after(), _last_month(facts.period)))
    costs, faults = _expect(workings, months)
    due, undue = _due(workings, months, costs)
    told = {_said(finding) for finding in workings.findings}
    return MonthsLeft(
        months=months,
        costs=tuple(costs_of_joint_posts(facts, costs)),
        due=tuple(due),
        uncosted=frozenset(faults),
        without_due=frozenset(undue),
        findings=tuple(_each_once([*faults.values(), *undue.values()], told)),
    )


def _last_month(period: Period) -> Period:
    return Period(period.year_start, LAST_MONTH)


def _expect(workings: Workings, months: Sequence[Period]) -> tuple[list[CostItem], dict[tuple[str, Period], Finding]]:
    costs: list[CostItem] = []
    faults: dict[tuple[str, Period], Finding] = {}
    for council, payroll in workings.payrolls.items():
        for month in months:
            try:
                costs += list(expect_month(payroll, month))
            except NoTermInForce as fault:
                faults[council, month] = uncosted(council, month, fault, Severity.WARN)
    return costs, faults


def _due(
    workings: Workings, months: Sequence[Period], costs: Sequence[CostItem]
) -> tuple[list[DueItem], dict[str, Finding]]:
    """Parts that fall due in the months left: of their own service, late additions, a true-up, a later approval."""
    if not months:
        return [], {}
    facts, year = workings.facts, workings.facts.period.year
    until = replace(facts, period=months[-1], known_on=max(facts.known_on, year.last_day))
    whole = CostsOfPosts([*workings.raw_costs, *costs], workings.cost_causes)
    items: list[DueItem] = []
    faults: dict[str, Finding] = {}
    for shared in shared_posts(facts):
        ours = whole.of(shared.post)
        try:
            due = due_of_one_post(until, workings.payrolls, ours, shared.post_split, shared.approved_on)
            items += _still_to_fall_due(facts, shared, due, months)
        except NoTermInForce as fault:
            faults[shared.post.post] = not_worked_out(shared.agreement.agreement, fault, Severity.WARN)
    return items, faults


def _still_to_fall_due(
    facts: Facts, shared: SharedPost, due: Iterable[DueItem], months: Sequence[Period]
) -> Iterator[DueItem]:
    """What months left pay; and what was paid before, where the second approval comes after the close (R7)."""
    seen_on = shared.agreement.approval_seen_on(facts.known_on) or shared.approved_on
    if seen_on > facts.site.close_day_of(months[-1]):
        return
    is_due_before = seen_on <= min(facts.known_on, facts.site.close_day_of(facts.period))
    for item in due:
        if item.paid in months or (item.paid <= facts.period and not is_due_before):
            yield item


def _each_once(findings: Iterable[Finding], told: set[tuple[str, ...]]) -> Iterator[Finding]:
    """The first of those that ask for the same thing; what is told of months passed is not told again."""
    seen = set(told)
    for finding in findings:
        if _said(finding) not in seen:
            seen.add(_said(finding))
            yield finding


def _said(finding: Finding) -> tuple[str, ...]:
    """What two findings share that one remedy answers: a council's missing rate in any month, an agreement's term."""
    where = finding.where
    return (finding.rule, where.council or where.file_name, where.feed, finding.found, finding.action)
