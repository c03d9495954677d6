"""Ledger held against expected, post by post and month by month, and the lines that no rule places (R5, R9)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sspipe.model.councils import AccountUse, Component
from sspipe.model.ledger import LedgerLine
from sspipe.model.periods import Period
from sspipe.model.statement import Cause, Evidence, LedgerItem, Pair
from sspipe.reconcile.actual import Placed
from sspipe.reconcile.attribution import Belongs
from sspipe.reconcile.breaks import Candidate, Spot
from sspipe.reconcile.causes import pay_elsewhere, unexplained, vacant_post_paid, wrong_cost_centre
from sspipe.reconcile.in_total import groups_of
from sspipe.reconcile.misplaced import CostSpot, Misplaced, explained_by, missing_pay
from sspipe.reconcile.workings import Workings

Parts = dict[Component, int]


def ledger_candidates(workings: Workings) -> Iterator[Candidate]:
    """Ledger less expected of each post and month paid, by component; not of posts that are shown only in total."""
    expected: dict[CostSpot, dict[Component, int]] = defaultdict(lambda: defaultdict(int))
    shown: dict[CostSpot, list[LedgerItem]] = defaultdict(list)
    for cost in workings.costs:
        expected[cost.post, cost.council, cost.paid][cost.component] += cost.amount_pence
    for item in workings.ledger:
        shown[item.post, item.council, item.month].append(item)
    elsewhere = missing_pay(workings.misplaced)
    grouped = {(post, group.council) for group in groups_of(workings.facts.site) for post in group.posts}
    for key in sorted(key for key in {*expected, *shown} if key[:2] not in grouped):
        parts = _difference(expected.get(key, {}), shown.get(key, []))
        yield _ledger_candidate(workings, key, parts, shown.get(key, []), elsewhere.get(key, ()))


def _difference(expected: Mapping[Component, int], shown: Sequence[LedgerItem]) -> Parts:
    parts = {component: -expected.get(component, 0) for component in Component}
    for item in shown:
        parts[item.component] += item.amount_pence
    return parts


def _ledger_candidate(
    workings: Workings, key: CostSpot, parts: Parts, shown: Sequence[LedgerItem], elsewhere: Sequence[Misplaced]
) -> Candidate:
    post, council, month = key
    spot = Spot(agreement="", subject=post, council=council, counterparty="", pair=Pair.LEDGER_EXPECTED, month=month)
    return Candidate(
        spot=spot,
        post=post,
        amount_pence=sum(parts.values()),
        causes=tuple(_causes(workings, key, parts, shown, elsewhere)),
    )


def _causes(
    workings: Workings, key: CostSpot, parts: Parts, shown: Sequence[LedgerItem], elsewhere: Sequence[Misplaced]
) -> Iterator[Cause]:
    """Pay found elsewhere is taken off first, component by component; the rest takes one cause (R9 c)."""
    post, council, month = key
    found = explained_by(parts, elsewhere)
    if found:
        yield pay_elsewhere(found, month)
    rest = {part: 0 if any(item.component is part for item in found) else pence for part, pence in parts.items()}
    if not any(rest.values()):
        return
    evidence = tuple(Evidence(source_file=item.source_file, source_row=item.source_row) for item in shown)
    ref = next(item.refs[council] for item in workings.facts.site.posts if item.post == post)
    cause = vacant_post_paid(workings.payrolls[council], ref, month, rest, evidence)
    yield cause or unexplained(sum(rest.values()), evidence, 2 if elsewhere else 1)


def misplaced_candidates(workings: Workings) -> Iterator[Candidate]:
    """What stands of joint posts in each cost centre of none, by the period it came there (R5)."""
    groups: dict[tuple[str, str, Period], list[Misplaced]] = defaultdict(list)
    for item in workings.misplaced:
        groups[item.line.council, item.line.cost_centre, item.stands_in].append(item)
    for (council, centre, period), items in sorted(groups.items()):
        spot = _centre_spot(council, centre, period, Belongs.WRONG_COST_CENTRE)
        total = sum(item.amount_pence for item in items)
        causes = tuple(_standing_causes(items))
        yield Candidate(spot=spot, post="", cost_centre=centre, amount_pence=total, causes=causes)


def _standing_causes(items: Sequence[Misplaced]) -> Iterator[Cause]:
    """One cause for each post of which something stands there still."""
    for post in sorted({item.post for item in items}):
        left: dict[AccountUse, int] = defaultdict(int)
        for item in items:
            left[item.use] += item.amount_pence if item.post == post else 0
        if any(left.values()):
            rows = tuple(_row(item.line) for item in items if item.post == post)
            yield wrong_cost_centre(sum(left.values()), post, items[0].line.cost_centre, rows)


def unplaced_candidates(workings: Workings) -> Iterator[Candidate]:
    """Lines in a joint cost centre that no rule places (R5)."""
    groups: dict[tuple[str, str, Period, Belongs], list[Placed]] = defaultdict(list)
    flows = {(flow.flow.host, flow.flow.partner, flow.flow.post) for flow in workings.flows}
    for council, lines in workings.placed.items():
        for item in lines:
            is_elsewhere = item.attribution.belongs is Belongs.WRONG_COST_CENTRE
            if not is_elsewhere and (item.is_break or _has_no_flow(item, flows)):
                key = (council, item.line.cost_centre, item.line.period, item.attribution.belongs)
                groups[key].append(item)
    for (council, centre, period, belongs), items in sorted(groups.items()):
        total = sum(item.line.amount_pence for item in items)
        cause = unexplained(total, tuple(_row(item.line) for item in items), 0)
        spot = _centre_spot(council, centre, period, belongs)
        yield Candidate(spot=spot, post="", cost_centre=centre, amount_pence=total, causes=(cause,))


def _has_no_flow(item: Placed, flows: set[tuple[str, str, str]]) -> bool:
    """Whether a recharge names a post that its council neither bills to nor books from the other."""
    if not item.is_recharge or item.attribution.belongs is not Belongs.TO_POSTS:
        return False
    ours, other = item.line.council, item.line.counterparty
    pair = (ours, other) if item.use is AccountUse.RECHARGE_INCOME else (other, ours)
    return any((*pair, post) not in flows for post in item.attribution.by_post)


def _centre_spot(council: str, centre: str, period: Period, belongs: Belongs) -> Spot:
    return Spot(
        agreement="",
        subject=f"{centre}/{belongs.name}",
        council=council,
        counterparty="",
        pair=Pair.NOT_ATTRIBUTED,
        month=period,
    )


def _row(line: LedgerLine) -> Evidence:
    return Evidence(source_file=line.source_file, source_row=line.source_row)
