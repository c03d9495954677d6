"""Ledger held against expected, post by post and month by month, and the lines that no rule places (R5, R9)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sspipe.model.councils import AccountUse, Component
from sspipe.model.periods import Period
from sspipe.model.statement import Evidence, LedgerItem, Pair
from sspipe.reconcile.actual import Placed
from sspipe.reconcile.attribution import Belongs
from sspipe.reconcile.breaks import Candidate, Spot
from sspipe.reconcile.causes import unexplained, vacant_post_paid, wrong_cost_centre
from sspipe.reconcile.workings import Workings

CostSpot = tuple[str, str, Period]


def ledger_candidates(workings: Workings) -> Iterator[Candidate]:
    """Ledger less expected of each post and month paid, by component."""
    expected: dict[CostSpot, dict[Component, int]] = defaultdict(lambda: defaultdict(int))
    shown: dict[CostSpot, list[LedgerItem]] = defaultdict(list)
    for cost in workings.costs:
        expected[cost.post, cost.council, cost.paid][cost.component] += cost.amount_pence
    for item in workings.ledger:
        shown[item.post, item.council, item.month].append(item)
    for key in sorted({*expected, *shown}):
        yield _ledger_candidate(workings, key, expected.get(key, {}), shown.get(key, []))


def _ledger_candidate(
    workings: Workings, key: CostSpot, expected: Mapping[Component, int], shown: Sequence[LedgerItem]
) -> Candidate:
    post, council, month = key
    parts = {component: -expected.get(component, 0) for component in Component}
    for item in shown:
        parts[item.component] += item.amount_pence
    spot = Spot(agreement="", subject=post, council=council, counterparty="", pair=Pair.LEDGER_EXPECTED, month=month)
    total = sum(parts.values())
    if not any(parts.values()):
        return Candidate(spot=spot, post=post, amount_pence=0)
    evidence = tuple(Evidence(source_file=item.source_file, source_row=item.source_row) for item in shown)
    ref = next(item.refs[council] for item in workings.facts.site.posts if item.post == post)
    cause = vacant_post_paid(workings.payrolls[council], ref, month, parts, evidence)
    return Candidate(spot=spot, post=post, amount_pence=total, causes=(cause or unexplained(total, evidence, 1),))


def unplaced_candidates(workings: Workings) -> Iterator[Candidate]:
    """Lines in a joint cost centre that no rule places, and lines that name a joint post elsewhere (R5)."""
    groups: dict[tuple[str, str, Period, Belongs], list[Placed]] = defaultdict(list)
    flows = {(flow.flow.host, flow.flow.partner, flow.flow.post) for flow in workings.flows}
    for council, lines in workings.placed.items():
        for item in lines:
            if item.is_break or _has_no_flow(item, flows):
                key = (council, item.line.cost_centre, item.line.period, item.attribution.belongs)
                groups[key].append(item)
    for (council, centre, period, belongs), items in sorted(groups.items()):
        yield _unplaced(council, centre, period, belongs, items)


def _has_no_flow(item: Placed, flows: set[tuple[str, str, str]]) -> bool:
    """Whether a recharge names a post that its council neither bills to nor books from the other."""
    if not item.is_recharge or item.attribution.belongs is not Belongs.TO_POSTS:
        return False
    ours, other = item.line.council, item.line.counterparty
    pair = (ours, other) if item.use is AccountUse.RECHARGE_INCOME else (other, ours)
    return any((*pair, post) not in flows for post in item.attribution.by_post)


def _unplaced(council: str, centre: str, period: Period, belongs: Belongs, items: Sequence[Placed]) -> Candidate:
    total = sum(item.line.amount_pence for item in items)
    rows = tuple(Evidence(source_file=item.line.source_file, source_row=item.line.source_row) for item in items)
    spot = Spot(
        agreement="",
        subject=f"{centre}/{belongs.name}",
        council=council,
        counterparty="",
        pair=Pair.NOT_ATTRIBUTED,
        month=period,
    )
    if belongs is Belongs.WRONG_COST_CENTRE:
        post = min(post for item in items for post in item.attribution.by_post)
        cause = wrong_cost_centre(total, post, centre, rows)
    else:
        cause = unexplained(total, rows, 0)
    return Candidate(spot=spot, post="", cost_centre=centre, amount_pence=total, causes=(cause,))
