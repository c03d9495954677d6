"""The cost side worked out once for a period: payrolls, costs and placed lines, before due and any comparison."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sspipe.model.findings import Finding
from sspipe.model.ledger import LedgerLine
from sspipe.model.periods import Period
from sspipe.model.statement import CostItem, LedgerItem
from sspipe.reconcile.actual import Placed, ledger_items, place_lines
from sspipe.reconcile.expected import expect_costs
from sspipe.reconcile.facts import Facts
from sspipe.reconcile.knowledge import ElementKnowledge, HrKnowledge
from sspipe.reconcile.misplaced import Misplaced, misplaced_lines
from sspipe.reconcile.pay import Payroll


@dataclass(frozen=True, slots=True, kw_only=True)
class CostWorkings:
    """The parts that the causes of the cost read. `costs` and `ledger` name joint posts by their identity.

    `raw_costs` name every post by its council's own reference, and hold those of other posts too.
    """

    facts: Facts
    payrolls: Mapping[str, Payroll]
    raw_costs: tuple[CostItem, ...]
    costs: tuple[CostItem, ...]
    placed: Mapping[str, tuple[Placed, ...]]
    ledger: tuple[LedgerItem, ...]
    misplaced: tuple[Misplaced, ...]
    findings: tuple[Finding, ...]


def work_out_costs(facts: Facts) -> CostWorkings:
    """Work the cost side out for the period and all before it."""
    payrolls = _payrolls(facts)
    raw_costs, findings = _costs(payrolls, facts.period.month)
    placed = _placed(facts, payrolls)
    return CostWorkings(
        facts=facts,
        payrolls=payrolls,
        raw_costs=tuple(raw_costs),
        costs=tuple(costs_of_joint_posts(facts, raw_costs)),
        placed=placed,
        ledger=tuple(item for lines in placed.values() for item in ledger_items(lines)),
        misplaced=tuple(item for lines in placed.values() for item in misplaced_lines(lines)),
        findings=tuple(findings),
    )


def _payrolls(facts: Facts) -> dict[str, Payroll]:
    site = facts.site
    knowledge, elements = HrKnowledge(facts.snapshots), ElementKnowledge(facts.elements)
    return {
        code: Payroll(council, knowledge, elements, site.rates, site.first_period, facts.known_on)
        for code, council in sorted(site.councils.items())
    }


def _costs(payrolls: Mapping[str, Payroll], through: Period) -> tuple[list[CostItem], list[Finding]]:
    costs: list[CostItem] = []
    findings: list[Finding] = []
    for payroll in payrolls.values():
        council_costs, council_findings = expect_costs(payroll, through)
        costs.extend(council_costs)
        findings.extend(council_findings)
    return costs, findings


def costs_of_joint_posts(facts: Facts, costs: Sequence[CostItem]) -> Iterator[CostItem]:
    """Costs of joint posts under the post's identity; other posts counted for National Insurance only."""
    by_ref = facts.site.post_of_ref()
    for item in costs:
        post = by_ref.get((item.council, item.post))
        if post is not None:
            yield replace(item, post=post.post)


def _placed(facts: Facts, payrolls: Mapping[str, Payroll]) -> dict[str, tuple[Placed, ...]]:
    lines: dict[str, list[LedgerLine]] = defaultdict(list)
    for line in facts.lines:
        lines[line.council].append(line)
    return {
        code: place_lines(facts.site, facts.site.councils[code], payroll, lines[code])
        for code, payroll in payrolls.items()
    }
