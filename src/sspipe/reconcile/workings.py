"""Everything worked out once for a period: the cost side, its causes, dues and postings, before any break.

Rule R9's order of work: cost causes, due, recharge causes; no cost cause reads billed or booked.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sspipe.model.agreements import Agreement, Terms
from sspipe.model.dues import DueItem
from sspipe.model.prices import PriceRow
from sspipe.model.statement import Posted
from sspipe.reconcile.actual import Placed
from sspipe.reconcile.breaks import Candidate
from sspipe.reconcile.compare_costs import ledger_candidates
from sspipe.reconcile.cost_workings import CostWorkings, work_out_costs
from sspipe.reconcile.dues import work_out_dues
from sspipe.reconcile.elements_unheld import unheld_elements
from sspipe.reconcile.exchanged import Exchanged, exchanged
from sspipe.reconcile.facts import Facts
from sspipe.reconcile.prices import work_out_prices
from sspipe.reconcile.recharges import Flow, FlowLines
from sspipe.reconcile.shared_causes import CostCauses, causes_of_costs


@dataclass(frozen=True, slots=True, kw_only=True)
class Workings(CostWorkings):
    """The parts that every comparison reads; `cost_candidates` are ledger less expected with their causes."""

    cost_candidates: tuple[Candidate, ...]
    flows: tuple[FlowLines, ...]
    prices: tuple[PriceRow, ...]

    @property
    def due(self) -> tuple[DueItem, ...]:
        """Every part of due of every flow."""
        return tuple(item for flow in self.flows for item in flow.due)

    @property
    def cost_causes(self) -> CostCauses:
        """The causes of ledger less expected by post, council and month."""
        return causes_of_costs(self.cost_candidates)


def work_out(facts: Facts) -> Workings:
    """Work every part out for the period and all before it."""
    costs = work_out_costs(facts)
    candidates = tuple(ledger_candidates(costs))
    causes = causes_of_costs(candidates)
    dues, undue = work_out_dues(costs, causes)
    prices, unpriced = work_out_prices(costs, causes)
    return Workings(
        facts=facts,
        payrolls=costs.payrolls,
        raw_costs=costs.raw_costs,
        costs=costs.costs,
        placed=costs.placed,
        ledger=costs.ledger,
        misplaced=costs.misplaced,
        cost_candidates=candidates,
        flows=tuple(_flow_lines(facts, costs.placed, dues)),
        prices=prices,
        findings=(*costs.findings, *undue, *unpriced, *unheld_elements(facts, costs.payrolls)),
    )


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
