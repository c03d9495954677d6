"""Everything worked out once for a period: payrolls, costs, placed lines, dues and postings, before any comparison."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sspipe.model.agreements import Agreement, Terms
from sspipe.model.dues import DueItem
from sspipe.model.findings import Finding
from sspipe.model.ledger import LedgerLine
from sspipe.model.periods import Period
from sspipe.model.prices import PriceRow
from sspipe.model.statement import CostItem, LedgerItem, Posted
from sspipe.reconcile.actual import Placed, ledger_items, place_lines
from sspipe.reconcile.dues import work_out_dues
from sspipe.reconcile.elements_unheld import unheld_elements
from sspipe.reconcile.exchanged import Exchanged, exchanged
from sspipe.reconcile.expected import expect_costs
from sspipe.reconcile.facts import Facts
from sspipe.reconcile.knowledge import ElementKnowledge, HrKnowledge
from sspipe.reconcile.misplaced import Misplaced, misplaced_lines
from sspipe.reconcile.pay import Payroll
from sspipe.reconcile.prices import work_out_prices
from sspipe.reconcile.recharges import Flow, FlowLines


@dataclass(frozen=True, slots=True, kw_only=True)
class Workings:
    """The parts that every comparison reads. `costs` and `ledger` name joint posts by their identity.

    `raw_costs` name every post by its council's own reference, and hold those of other posts too.
    """

    facts: Facts
    payrolls: Mapping[str, Payroll]
    raw_costs: tuple[CostItem, ...]
    costs: tuple[CostItem, ...]
    placed: Mapping[str, tuple[Placed, ...]]
    ledger: tuple[LedgerItem, ...]
    misplaced: tuple[Misplaced, ...]
    flows: tuple[FlowLines, ...]
    prices: tuple[PriceRow, ...]
    findings: tuple[Finding, ...]

    @property
    def due(self) -> tuple[DueItem, ...]:
        """Every part of due of every flow."""
        return tuple(item for flow in self.flows for item in flow.due)


def work_out(facts: Facts) -> Workings:
    """Work every part out for the period and all before it."""
    payrolls = _payrolls(facts)
    raw_costs, findings = _costs(payrolls, facts.period.month)
    placed = _placed(facts, payrolls)
    dues, undue = work_out_dues(facts, payrolls, raw_costs)
    prices, unpriced = work_out_prices(facts, payrolls, raw_costs)
    return Workings(
        facts=facts,
        payrolls=payrolls,
        raw_costs=tuple(raw_costs),
        costs=tuple(costs_of_joint_posts(facts, raw_costs)),
        placed=placed,
        ledger=tuple(item for lines in placed.values() for item in ledger_items(lines)),
        misplaced=tuple(item for lines in placed.values() for item in misplaced_lines(lines)),
        flows=tuple(_flow_lines(facts, placed, dues)),
        prices=prices,
        findings=(*findings, *undue, *unpriced, *unheld_elements(facts, payrolls)),
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


@dataclass(frozen=True, slots=True)
class Direction:
    """One post of one agreement from its host to one partner."""

    agreement: Agreement
    post: str
    host: str
    partner: str


def _directions(facts: Facts) -> Iterator[Direction]:
    for agreement in facts.site.agreements:
        for post, hosts in sorted(agreement.hosts.items()):
            begun = {dated.value for dated in hosts.values if dated.starts <= facts.period.last_day}
            for host in sorted(council for council in begun or {hosts.values[0].value} if council):
                for partner in sorted(set(agreement.councils) - {host}):
                    yield Direction(agreement, post, host, partner)


def _terms(agreement: Agreement, facts: Facts) -> tuple[str, Terms]:
    """The agreed version's terms; without one the first version's, which only its lags are read from."""
    version = agreement.agreed_version(facts.known_on) or agreement.versions[0]
    return version.version, version.terms


def _flow_lines(
    facts: Facts, placed: Mapping[str, tuple[Placed, ...]], dues: tuple[DueItem, ...]
) -> Iterator[FlowLines]:
    directions = list(_directions(facts))
    owed: dict[tuple[str, ...], list[DueItem]] = defaultdict(list)
    for item in dues:
        owed[item.agreement, item.post, item.host, item.partner].append(item)
    posted = _exchanged(facts, placed, dues, directions)
    for direction in directions:
        between = posted[direction.host, direction.partner]
        flow, post = _flow(direction, facts), direction.post
        yield FlowLines(
            flow=flow,
            due=tuple(owed.get((flow.agreement, post, flow.host, flow.partner), ())),
            billed=tuple(_to_book(flow, line) for line in between.billed.get(post, ())),
            booked=tuple(between.booked.get(post, ())),
            paid=None if between.paid is None else tuple(between.paid.get(post, ())),
        )


def _exchanged(
    facts: Facts,
    placed: Mapping[str, tuple[Placed, ...]],
    dues: tuple[DueItem, ...],
    directions: Sequence[Direction],
) -> dict[tuple[str, str], Exchanged]:
    """What every host and partner posted between them."""
    posts: dict[tuple[str, str], set[str]] = defaultdict(set)
    owed: dict[tuple[str, str], list[DueItem]] = defaultdict(list)
    for direction in directions:
        posts[direction.host, direction.partner].add(direction.post)
    for item in dues:
        owed[item.host, item.partner].append(item)
    return {
        (host, partner): exchanged(
            host,
            partner,
            placed=placed,
            due=owed[host, partner],
            posts=shared,
            cleared=facts.cleared.get(host),
        )
        for (host, partner), shared in posts.items()
    }


def _to_book(flow: Flow, line: Posted) -> Posted:
    """A host's line with the last day on which the partner may book it, counted from the host's posting (R7)."""
    lag = flow.terms.lag_to_book_working_days
    return replace(line, book_by_date=flow.partner_calendar.working_days_after(line.posted_on, lag))


def _flow(direction: Direction, facts: Facts) -> Flow:
    version, terms = _terms(direction.agreement, facts)
    councils = facts.site.councils
    return Flow(
        agreement=direction.agreement.agreement,
        version=version,
        post=direction.post,
        host=direction.host,
        partner=direction.partner,
        terms=terms,
        approved_on=direction.agreement.approval_seen_on(facts.known_on),
        host_calendar=councils[direction.host].calendar,
        partner_calendar=councils[direction.partner].calendar,
    )
